/** What a program needs and its environment does not say, or says wrongly; trying again does not help. */
export class ConfigurationError extends Error {}

/** The kubelet probes a pod from outside of it. */
const ALL_INTERFACES = "0.0.0.0";

type Environment = Readonly<Record<string, string | undefined>>;

export interface TemporalPlace {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

/** What every program of this package needs. */
export interface SharedSettings {
  /** May hold a password: never printed. */
  readonly databaseUrl: string;
  readonly temporal: TemporalPlace;
}

/** What an operator's command needs: it runs in a Job, like sync. */
export interface JobSettings extends SharedSettings {
  readonly expectedDatabase: string;
  /** Never empty: a target that is not pinned to a cluster is refused. */
  readonly expectedClusterUid: string;
  readonly jobName: string;
}

export interface SyncSettings extends JobSettings {
  readonly definitionsFolder: string;
  readonly indexSha256: string;
}

export interface WorkerSettings extends SharedSettings {
  readonly healthHost: string;
  readonly healthPort: number;
  readonly secretsFolder: string;
}

/** @throws ConfigurationError that names every variable that is missing */
function sharedSettings(env: Environment): SharedSettings {
  const [databaseUrl, address, namespace, taskQueue] = required(env, [
    "DATABASE_URL",
    "TEMPORAL_ADDRESS",
    "TEMPORAL_NAMESPACE",
    "TEMPORAL_TASK_QUEUE",
  ]);
  return { databaseUrl, temporal: { address, namespace, taskQueue } };
}

/** @throws ConfigurationError */
export function jobSettings(env: Environment): JobSettings {
  const shared = sharedSettings(env);
  const [expectedDatabase, jobName] = required(env, ["ACTCORE_EXPECTED_DATABASE", "ACTCORE_JOB_NAME"]);
  const expectedClusterUid = env.ACTCORE_EXPECTED_CLUSTER_UID ?? "";
  if (expectedClusterUid === "")
    throw new ConfigurationError(
      "ACTCORE_EXPECTED_CLUSTER_UID is empty: the target is not pinned to a cluster (actdef target pin)",
    );
  return { ...shared, expectedDatabase, expectedClusterUid, jobName };
}

/** @throws ConfigurationError */
export function syncSettings(env: Environment): SyncSettings {
  const job = jobSettings(env);
  const [definitionsFolder, indexSha256] = required(env, ["ACTCORE_DEFINITIONS_FOLDER", "ACTCORE_INDEX_SHA256"]);
  return { ...job, definitionsFolder, indexSha256 };
}

/** @throws ConfigurationError */
export function workerSettings(env: Environment): WorkerSettings {
  const shared = sharedSettings(env);
  const [port, secretsFolder] = required(env, ["ACTCORE_HEALTH_PORT", "ACTCORE_SECRETS_FOLDER"]);
  const healthPort = Number(port);
  if (!Number.isInteger(healthPort) || healthPort < 0 || healthPort > 65_535)
    throw new ConfigurationError(`ACTCORE_HEALTH_PORT is "${port}", which is no port`);
  return { ...shared, healthHost: env.ACTCORE_HEALTH_HOST || ALL_INTERFACES, healthPort, secretsFolder };
}

function required<const N extends readonly string[]>(env: Environment, names: N): { [I in keyof N]: string } {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new ConfigurationError(`the environment lacks ${missing.join(", ")}`);
  return names.map((name) => env[name]) as { [I in keyof N]: string };
}
