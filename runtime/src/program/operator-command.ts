import { parseArgs } from "node:util";
import { Client } from "@temporalio/client";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import { Stop } from "../activity/stop.ts";
import { canary } from "../commands/canary.ts";
import {
  type CommandName,
  type CommandResult,
  checkWords,
  commandLine,
  commandMessage,
  type Findings,
  isOk,
} from "../commands/command-result.ts";
import {
  type CommandPorts,
  type OperatedActivity,
  operatedActivity,
  scheduledActivity,
  type TemporalPorts,
} from "../commands/operated-activity.ts";
import { pauseSchedule } from "../commands/pause-schedule.ts";
import { resumeSchedule } from "../commands/resume-schedule.ts";
import { triggerRun } from "../commands/trigger-run.ts";
import { connectToTemporal } from "../schedules/temporal.ts";
import { temporalProblem } from "../schedules/temporal-problem.ts";
import { openDatabase } from "../store/database.ts";
import { ConfigurationError, jobSettings } from "./environment.ts";

const USAGE = `usage: actcore-sync canary <id> [--progress-events-env NAME --progress-events-path PATH]
       actcore-sync pause <id> [--reason TEXT]
       actcore-sync resume <id> [--reason TEXT]
       actcore-sync trigger <id>`;

type Options = ReturnType<typeof readOptions>;
type Command = (operated: OperatedActivity, ports: CommandPorts, options: Options) => Promise<Findings>;

/** Those that go by the database. A pause does not: it may be wanted because the database is down. */
const COMMANDS: Readonly<Record<Exclude<CommandName, "pause">, Command>> = {
  canary,
  resume: resumeSchedule,
  trigger: triggerRun,
};

export function isOperatorCommand(name: string): name is CommandName {
  return name === "pause" || Object.hasOwn(COMMANDS, name);
}

export interface OperatorOutput {
  say(line: string): void;
  /** Leaves what Kubernetes reads at the container's end. */
  leaveMessage(message: string): void;
}

/** Runs a command to its result line; false where one of its checks has failed. Throws Stop and ConfigurationError. */
export async function operatorCommand(
  name: CommandName,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { say, leaveMessage }: OperatorOutput,
): Promise<boolean> {
  const options = readOptions(args, env);
  const { databaseUrl, temporal, expectedDatabase, expectedClusterUid, jobName: job } = jobSettings(env);
  const place = { database: expectedDatabase, clusterUid: expectedClusterUid };
  const connection = await connectToTemporal(temporal.address, "nothing was done");
  const client = new Client({ connection, namespace: temporal.namespace, identity: job });
  try {
    const { activity, findings } = await carryOut(name, options, { client, place, job, say }, databaseUrl);
    for (const check of findings.checks) say(checkWords(check));
    const { id, uuid, behaviour_sha256 } = activity;
    const result: CommandResult = {
      schema_version: 1,
      command: name,
      job,
      database: place.database,
      cluster_uid: place.clusterUid,
      id,
      uuid,
      behaviour_sha256,
      ...findings,
      ok: isOk(findings),
    };
    say(commandLine(result));
    leaveMessage(commandMessage(result));
    return result.ok;
  } catch (error) {
    throw error instanceof Stop ? error : temporalProblem(error, temporal.address, name, "see what was done");
  } finally {
    await connection.close();
  }
}

async function carryOut(
  name: CommandName,
  options: Options,
  ports: TemporalPorts,
  databaseUrl: string,
): Promise<{ readonly activity: CompiledActivity; readonly findings: Findings }> {
  if (name === "pause") {
    const operated = await scheduledActivity(options.id, ports);
    return { activity: operated.activity, findings: await pauseSchedule(operated, ports, options) };
  }
  const database = await openDatabase(databaseUrl, ports.job);
  try {
    const all = { ...ports, database };
    const operated = await operatedActivity(options.id, all);
    return { activity: operated.activity, findings: await COMMANDS[name](operated, all, options) };
  } finally {
    await database.close();
  }
}

function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const text = { type: "string", default: "" } as const;
  const options = {
    reason: text,
    "progress-events-env": text,
    "progress-events-path": { ...text, default: "/progress-events" },
  } as const;
  const wrong = (problem: string) => new ConfigurationError(`${problem}\n${USAGE}`);
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true });
    } catch (error) {
      throw wrong((error as Error).message);
    }
  })();
  const [id, ...others] = positionals;
  if (!id || others.length > 0) throw wrong("it takes the id of one activity");
  const variable = values["progress-events-env"];
  if (variable === "") return { id, reason: values.reason, events: null };
  const baseUrl = env[variable];
  if (!baseUrl)
    throw new ConfigurationError(`the environment lacks ${variable}, which holds the URL of progress events`);
  return { id, reason: values.reason, events: { baseUrl, path: values["progress-events-path"] } };
}
