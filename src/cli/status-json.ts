import { maskedChange } from "../diff/masked.ts";
import type { ObjectDifference } from "../emit/file-difference.ts";
import type { LockHolder } from "../operate/lock-holder.ts";
import type { OperationStop } from "../operate/operation-stop.ts";
import type { ProjectedTarget } from "../operate/projected-target.ts";
import type { StaleManifest, Status } from "../operate/status.ts";
import type { ExitCode } from "./exit-codes.ts";
import { jsonActivity, jsonStop } from "./sync-json.ts";

interface StatusEnd {
  readonly projected: ProjectedTarget;
  readonly source: StatusSource;
  readonly code: ExitCode;
  readonly status?: Status | undefined;
  readonly holder?: LockHolder | undefined;
  readonly steps?: readonly string[];
  readonly stop?: OperationStop | undefined;
}

/** Where the state of the cluster comes from. */
export interface StatusSource {
  readonly server: string | null;
  /** The dumps that were read instead. */
  readonly dumps: readonly string[];
  /** Proved to be the pinned one; null where it is not. */
  readonly clusterUid: string | null;
}

/** A status as JSON, by `schemas/status.schema.json`. */
export function statusJson({ projected, source, code, status, holder, steps = [], stop }: StatusEnd): string {
  const { target, commit, isDirty, job } = projected;
  const document = {
    schema_version: 1,
    target: target.name,
    server: source.server,
    dumps: source.dumps,
    cluster_uid: source.clusterUid,
    namespace: target.namespace,
    commit,
    is_dirty: isDirty,
    job: job.metadata.name,
    is_in_sync: status?.isInSync ?? false,
    exit_code: code,
    manifests: (status?.stale ?? []).map(jsonManifest),
    activities: (status?.activities ?? []).map(jsonActivity),
    objects: (status?.objects ?? []).map(({ kind, name, state, fields, isImmutable }) => {
      return { kind, name, state, fields: fields.map(maskedChange), is_immutable: isImmutable };
    }),
    compared: status?.comparedCount ?? 0,
    unread: status?.unread ?? {},
    rollouts: status?.rollouts ?? [],
    database: status ? jsonDatabase(status) : null,
    lock: holder ?? null,
    next: steps,
    stop: stop ? jsonStop(stop) : null,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function jsonObject({ name, kind, fields }: ObjectDifference) {
  return { name, kind, fields: fields.map(maskedChange) };
}

function jsonManifest({ path, difference }: StaleManifest) {
  const { activities = [], objects = [] } = difference ?? {};
  return {
    path,
    is_missing: difference === undefined,
    activities: activities.map(jsonActivity),
    objects: objects.map(jsonObject),
  };
}

function jsonDatabase({ database }: Status) {
  const { kind, isOwn = null, receipt = null, before = null, job = null } = database;
  return { state: kind, is_own: isOwn, receipt, before, job };
}
