import { canonicalSha256 } from "../model/canonical-json.ts";
import type { Target } from "../model/target.ts";
import { type DefinitionSources, definitionSources, NAME_HASH_DIGITS } from "./definition-config-maps.ts";
import {
  configAnnotation,
  IMAGE_REVISION,
  kubernetesObject,
  labelsOf,
  statedContentSha256,
} from "./kubernetes-object.ts";
import { ACTIVITY_CORE_USER, podTemplate, RESTRICTED_CONTAINER } from "./pod-template.ts";
import type { KubernetesObject, Projection } from "./projection.ts";
import { containerEnvironment, runtimeEnvironment } from "./runtime-environment.ts";

export const SYNC_NAME = "actcore-sync";
export const SYNC_LABELS = labelsOf(SYNC_NAME, "sync");

const DEFINITIONS_FOLDER = "/etc/actcore/definitions";

/** What actcore-sync ends with where trying again is of no use: a wrong database, or a configuration that is wrong. */
const CONFIGURATION_ERROR = 42;

/**
 * The Job that brings the definitions into the database and to Temporal. A Job is immutable, so its name holds the hash
 * of everything that it depends on; `sync` counts the attempts behind the `a`.
 */
export const syncJob: Projection = {
  name: "actcore-sync",
  file: "30-actcore-sync.yaml",
  isSynced: true,
  project: (_activities, target, before) => [
    syncJobOf(target, definitionSources(before), before.map(statedContentSha256)),
  ],
};

/** The Job that belongs to other synced objects, of which the hashes of their content are given, in their order. */
export function syncJobOf(
  target: Target,
  definitions: DefinitionSources,
  contents: readonly string[],
): KubernetesObject {
  const hash = projectionSha256([...contents, statedContentSha256(jobNamed("", target, definitions))]);
  return jobNamed(`${SYNC_NAME}-${hash.slice(0, NAME_HASH_DIGITS)}-a1`, target, definitions);
}

/**
 * SHA-256 of the canonical JSON of the list of the synced objects' content hashes, in their order, the Job's last: that of
 * the Job with an empty name, since its name comes from the result. A content hash is over all of its object.
 */
export function projectionSha256(contents: readonly string[]): string {
  return canonicalSha256(contents);
}

/** The sync Job under the name of another attempt, its container called with some arguments. None enters the hash. */
export function syncAttempt(job: KubernetesObject, name: string, args: readonly string[]): KubernetesObject {
  const { apiVersion, kind, metadata, ...members } = job;
  const { spec } = members as unknown as { readonly spec: JobSpec };
  const containers = spec.template.spec.containers.map((it) => (args.length > 0 ? { ...it, args } : it));
  const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
  return kubernetesObject({ apiVersion, kind, ...metadata, name }, { ...members, spec: { ...spec, template } });
}

interface JobSpec {
  readonly template: { readonly spec: { readonly containers: readonly object[] } };
}

function jobNamed(name: string, target: Target, definitions: DefinitionSources): KubernetesObject {
  const { deadline_seconds, ttl_seconds } = target.sync_job;
  const template = podTemplate({
    labels: SYNC_LABELS,
    annotations: { ...configAnnotation(runtimeEnvironment(target)), [IMAGE_REVISION]: target.image_revision },
    user: ACTIVITY_CORE_USER,
    spec: {
      serviceAccountName: SYNC_NAME,
      restartPolicy: "Never",
      containers: [syncContainer(target, definitions.indexSha256)],
      volumes: [
        {
          name: "definitions",
          projected: { sources: definitions.names.map((configMap) => ({ configMap: { name: configMap } })) },
        },
      ],
    },
  });
  return kubernetesObject(
    { apiVersion: "batch/v1", kind: "Job", name, namespace: target.namespace, labels: SYNC_LABELS },
    {
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: deadline_seconds,
        ttlSecondsAfterFinished: ttl_seconds,
        podFailurePolicy: FAILURE_POLICY,
        template,
      },
    },
  );
}

/** Trying again helps against neither; and a pod that its node had to give up is no failed attempt. */
const FAILURE_POLICY = {
  rules: [
    {
      action: "FailJob",
      onExitCodes: { containerName: SYNC_NAME, operator: "In", values: [CONFIGURATION_ERROR] },
    },
    { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
  ],
};

function syncContainer(target: Target, indexSha256: string) {
  return {
    name: SYNC_NAME,
    image: target.image,
    command: [SYNC_NAME],
    ...containerEnvironment(target, [
      { name: "ACTCORE_DEFINITIONS_FOLDER", value: DEFINITIONS_FOLDER },
      // The index is no immutable ConfigMap: by this the Job notices one that has changed under it.
      { name: "ACTCORE_INDEX_SHA256", value: indexSha256 },
      { name: "ACTCORE_EXPECTED_DATABASE", value: target.database.name },
      // Empty while the target is not pinned to a cluster; actcore-sync then refuses.
      { name: "ACTCORE_EXPECTED_CLUSTER_UID", value: target.cluster.uid ?? "" },
      // The projection's hash stands in the Job's name, and could not stand here as well without changing itself.
      {
        name: "ACTCORE_JOB_NAME",
        valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
      },
    ]),
    // Starting values, until they are measured under load.
    resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    securityContext: RESTRICTED_CONTAINER,
    terminationMessagePolicy: "File",
    volumeMounts: [{ name: "definitions", mountPath: DEFINITIONS_FOLDER, readOnly: true }],
  };
}
