import type { Change } from "../cluster/change-set.ts";
import { maskedChange } from "../diff/masked.ts";
import type { ActivityDifference } from "../emit/file-difference.ts";
import type { OperationStop } from "../operate/operation-stop.ts";
import type { ProjectedTarget } from "../operate/projected-target.ts";
import type { SyncOutcome } from "../operate/sync.ts";
import type { ExitCode } from "./exit-codes.ts";

interface SyncEnd {
  readonly projected: ProjectedTarget;
  readonly server: string | null;
  readonly code: ExitCode;
  readonly outcome?: SyncOutcome | undefined;
  readonly stop?: OperationStop | undefined;
}

/** What a sync has come to as JSON, by `schemas/sync.schema.json`. */
export function syncJson({ projected, server, code, outcome, stop }: SyncEnd): string {
  const { target, commit, isDirty, job } = projected;
  const document = {
    schema_version: 1,
    target: target.name,
    server,
    cluster_uid: outcome?.clusterUid ?? null,
    namespace: target.namespace,
    commit,
    is_dirty: isDirty,
    job: outcome?.plan?.job.name ?? outcome?.receipt?.job ?? job.metadata.name,
    outcome: stop?.kind ?? outcome?.kind ?? "failed",
    exit_code: code,
    activities: (outcome?.plan?.activities ?? []).map(jsonActivity),
    changes: (outcome?.plan?.changes ?? []).map(jsonChange),
    receipt: outcome?.receipt ?? null,
    stop: stop ? jsonStop(stop) : null,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** An activity that differs, as `schemas/sync.schema.json` and `status.schema.json` have it. */
export function jsonActivity({ id, kind, fields }: ActivityDifference) {
  return { id, kind, fields: fields.map(maskedChange) };
}

function jsonChange({ kind, name, action, fields }: Change) {
  return { kind, name, action, fields: fields.map(maskedChange) };
}

/** A stop, as these schemas have it. */
export function jsonStop({ message, details }: OperationStop) {
  const { event = [], log = [], why = null, state = null, next = [] } = details;
  const list = (lines: string | readonly string[]) => (typeof lines === "string" ? [lines] : lines);
  return { message, events: list(event), log, why, state, next: list(next) };
}
