import type { Component } from "../project/kubernetes-object.ts";
import {
  allDefinitions,
  definitionOfKey,
  definitionsOfShard,
  longestCarried,
  longestDeadline,
  namespaceOfAccount,
  namespaceOfBare,
  namespaceOfManaged,
  secretHeaders,
} from "./provenance-finders.ts";
import type { Finder } from "./provenance-place.ts";

/** What decides the value at a path of some objects. */
export interface ProvenanceRow {
  /** Kind and component of the objects; a star for any. */
  readonly on: `${string}/${Component | "*"}`;
  /** Keys with blanks between them: `*` is any key, `**` any further ones. */
  readonly at: string;
  /** Only lines that match, of a text of several lines. */
  readonly line?: RegExp;
  /** A field of the target as `targetField` reads it, or what finds the origins. */
  readonly from: readonly (string | Finder)[];
  /** The value is a hash over other lines, and follows every origin of these. */
  readonly hashOf?: "this object" | "the configuration that it reads" | "everything that is synced";
}

const NAME = "app.kubernetes.io/name";
const CONTENT = "metadata annotations activity-core.internal/content-sha256";
const CONFIG = "spec template metadata annotations activity-core.internal/config-sha256";
const REVISION = "spec template metadata annotations activity-core.internal/image-revision";
const JSON_LINE = /^ +\{/;
const CONTAINER = "spec template spec containers 0";

/** The first row that fits a line and finds an origin tells what decides it; a line without one is the projection's own. */
export const PROVENANCE: readonly ProvenanceRow[] = [
  { on: "*/*", at: CONTENT, from: [], hashOf: "this object" },
  { on: "*/*", at: CONFIG, from: [], hashOf: "the configuration that it reads" },
  { on: "*/*", at: REVISION, from: ["image_revision"] },

  { on: "Role/access", at: "metadata namespace", line: /kube-system/, from: [] },
  { on: "RoleBinding/access", at: "metadata namespace", line: /kube-system/, from: [] },
  { on: "*/*", at: "metadata namespace", from: ["namespace"] },
  { on: "*/access", at: "metadata name", line: /actdef-operator-/, from: ["name"] },
  { on: "*/access", at: "roleRef name", line: /actdef-operator-/, from: ["name"] },
  { on: "*/access", at: "subjects * apiGroup", from: ["access subjects {0} kind"] },
  { on: "*/access", at: "subjects * namespace", from: ["access subjects {0} kind", namespaceOfAccount] },
  { on: "*/access", at: "subjects * *", from: ["access subjects {0} {1}"] },

  { on: "*/environment", at: "data TEMPORAL_ADDRESS", from: ["temporal address"] },
  { on: "*/environment", at: "data TEMPORAL_NAMESPACE", from: ["temporal namespace"] },
  { on: "*/environment", at: "data TEMPORAL_TASK_QUEUE", from: ["temporal task_queue"] },
  {
    on: "*/environment",
    at: "data *",
    from: ["environment {0} bridge", "bridges {bridge} port", "bridges {bridge} url", namespaceOfManaged],
  },

  { on: "*/definitions", at: "metadata name", from: [definitionsOfShard] },
  { on: "*/definitions", at: "data index.json", line: JSON_LINE, from: [allDefinitions] },
  { on: "*/definitions", at: "data *", line: JSON_LINE, from: [definitionOfKey()] },
  { on: "*/definitions", at: "data index.json", from: [] },
  { on: "*/definitions", at: "data *", from: [definitionOfKey("id")] },

  { on: "*/bridge", at: "metadata name", from: ["bridges {bridge}"] },
  { on: "*/bridge", at: `metadata labels ${NAME}`, from: ["bridges {bridge}"] },
  { on: "*/bridge", at: "data nginx.conf", line: /^ +listen /, from: ["bridges {bridge} port"] },
  {
    on: "*/bridge",
    at: "data nginx.conf",
    line: /^ +set \$upstream /,
    from: [
      "bridges {bridge} upstream host",
      "bridges {bridge} upstream port",
      namespaceOfBare("bridges {bridge} upstream host"),
    ],
  },
  {
    on: "*/bridge",
    at: "data nginx.conf",
    line: /^ +proxy_(?:read|send)_timeout /,
    from: ["bridges {bridge} proxy_timeout_seconds"],
  },
  { on: "*/bridge", at: "spec selector matchLabels *", from: ["bridges {bridge} selector {0}"] },
  { on: "*/bridge", at: "spec selector *", from: ["bridges {bridge} selector {0}"] },
  { on: "*/bridge", at: "spec template metadata labels *", from: ["bridges {bridge} selector {0}"] },
  { on: "*/bridge", at: `spec template metadata labels ${NAME}`, from: ["bridges {bridge}"] },
  { on: "*/bridge", at: "spec template spec terminationGracePeriodSeconds", from: [longestCarried] },
  { on: "*/bridge", at: `${CONTAINER} lifecycle preStop exec command 2`, from: [longestCarried] },
  { on: "*/bridge", at: `${CONTAINER} image`, from: ["bridges {bridge} image"] },
  { on: "*/bridge", at: `${CONTAINER} ports 0 containerPort`, from: ["bridges {bridge} port"] },
  { on: "*/bridge", at: `${CONTAINER} * httpGet port`, from: ["bridges {bridge} port"] },
  { on: "*/bridge", at: "spec template spec volumes 0 configMap name", from: ["bridges {bridge}"] },
  { on: "*/bridge", at: "spec ports 0 port", from: ["bridges {bridge} port"] },
  { on: "*/bridge", at: "spec ports 0 targetPort", from: ["bridges {bridge} port"] },

  { on: "Deployment/worker", at: "spec replicas", from: ["worker replicas"] },
  { on: "*/worker", at: "spec selector matchLabels *", from: ["worker selector {0}"] },
  { on: "*/worker", at: "spec podSelector matchLabels *", from: ["worker selector {0}"] },
  { on: "*/worker", at: "spec template metadata labels *", from: ["worker selector {0}"] },
  { on: "*/worker", at: "spec template spec terminationGracePeriodSeconds", from: [longestDeadline] },
  { on: "*/worker", at: "spec template spec volumes 0 projected **", from: [secretHeaders] },

  { on: "NetworkPolicy/*", at: "spec egress 0 **", from: [] },
  { on: "NetworkPolicy/*", at: "spec egress 1 to **", from: ["temporal address", namespaceOfBare("temporal address")] },
  { on: "NetworkPolicy/*", at: "spec egress 1 ports 0 port", from: ["temporal address"] },
  { on: "NetworkPolicy/*", at: "spec egress 1 **", from: [] },
  { on: "NetworkPolicy/*", at: "spec egress 2 to 0 ipBlock cidr", from: ["database egress cidr"] },
  { on: "NetworkPolicy/*", at: "spec egress 2 ports 0 port", from: ["database egress port"] },
  { on: "NetworkPolicy/*", at: "spec egress 2 **", from: [] },
  {
    on: "NetworkPolicy/*",
    at: "spec egress * to 0 podSelector matchLabels *",
    from: ["bridges {bridge} selector {1}"],
  },
  {
    on: "NetworkPolicy/*",
    at: "spec egress * to 0 namespaceSelector matchLabels *",
    from: ["bridges {bridge} url", namespaceOfBare("bridges {bridge} url")],
  },
  { on: "NetworkPolicy/*", at: "spec egress * ports 0 port", from: ["bridges {bridge} port"] },
  { on: "NetworkPolicy/*", at: "spec egress * **", from: ["bridges {bridge} url"] },

  { on: "Job/sync", at: "metadata name", from: [], hashOf: "everything that is synced" },
  { on: "Job/sync", at: "spec activeDeadlineSeconds", from: ["sync_job deadline_seconds"] },
  { on: "Job/sync", at: "spec ttlSecondsAfterFinished", from: ["sync_job ttl_seconds"] },
  { on: "Job/sync", at: `${CONTAINER} env 2 value`, from: [allDefinitions] },
  { on: "Job/sync", at: `${CONTAINER} env 3 value`, from: ["database name"] },
  { on: "Job/sync", at: `${CONTAINER} env 4 value`, from: ["cluster uid"] },
  {
    on: "Job/sync",
    at: "spec template spec volumes 0 projected sources * configMap name",
    from: [definitionsOfShard],
  },

  { on: "*/*", at: `${CONTAINER} image`, from: ["image"] },
  { on: "*/*", at: `${CONTAINER} env 0 valueFrom secretKeyRef name`, from: ["database secret"] },
  { on: "*/*", at: `${CONTAINER} env 0 valueFrom secretKeyRef key`, from: ["database key"] },
];

/** What an object is there for at all: where this field were otherwise, the object would not be. */
export const EXISTENCE: readonly Pick<ProvenanceRow, "on" | "from">[] = [
  { on: "PodDisruptionBudget/worker", from: ["worker replicas", "worker managed"] },
  { on: "*/worker", from: ["worker managed"] },
  { on: "*/bridge", from: ["bridges {bridge} managed"] },
];
