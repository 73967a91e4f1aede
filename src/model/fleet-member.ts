import type { Path } from "../parse/located.ts";
import { parseDefinition } from "../parse/parse-definition.ts";
import { locate } from "../parse/yaml-document.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { validateDefinitionDocument } from "../validate/validate-document.ts";
import type { Activity, Invocation, ReplacedRunner, Rollout, Schedule } from "./activity.ts";
import type { Definition } from "./definition.ts";
import { type InexactField, inexactFields } from "./representation.ts";

/** The part of an activity that matters to other activities, and to what all of them are projected to. */
export interface FleetActivity extends Pick<Activity, "id" | "uuid" | "enabled"> {
  readonly schedule: Pick<Schedule, "cron" | "jitter_seconds">;
  readonly invoke: Pick<
    Invocation,
    "method" | "base_url_env" | "path" | "query" | "body" | "headers" | "timeout_seconds"
  >;
  readonly rollout: Pick<Rollout, "phase" | "local_unit"> & {
    readonly replaces: readonly Pick<ReplacedRunner, "unit">[];
  };
  /** Empty where nothing is projected, and of a definition that is not sound. */
  readonly inexact: readonly InexactField[];
}

/** What is kept of a definition when it has been checked by itself, so that a fleet of any size fits into memory. */
export interface FleetMember extends MemberFacts {
  readonly file: SourceFile;
}

/** The same without its file: plain data. */
export interface MemberFacts {
  /** As `Definition.invalid`. */
  readonly invalid: readonly Path[];
  readonly activity: FleetActivity;
}

export function toFleetMember(definition: Definition): FleetMember {
  return { file: definition.document.file, ...memberFacts(definition) };
}

export function memberFacts({ activity, invalid }: Definition, isProjected = false): MemberFacts {
  const inexact = isProjected && invalid.length === 0 ? inexactFields(activity) : [];
  return { invalid, activity: toFleetActivity(activity, inexact) };
}

export function toFleetActivity(activity: Activity, inexact: readonly InexactField[]): FleetActivity {
  const { id, uuid, enabled, schedule, invoke, rollout } = activity;
  const { phase, replaces, local_unit } = rollout;
  const { method, base_url_env, path, query, body, headers, timeout_seconds } = invoke;
  return {
    id,
    uuid,
    enabled,
    schedule: { cron: schedule.cron, jitter_seconds: schedule.jitter_seconds },
    invoke: { method, base_url_env, path, query, body, headers, timeout_seconds },
    rollout: { phase, replaces: replaces.length === 0 ? replaces : replaces.map(unitOf), local_unit },
    inexact,
  };
}

function unitOf({ unit }: ReplacedRunner): Pick<ReplacedRunner, "unit"> {
  return { unit };
}

/** The span of a field's value. The file is parsed once more: most members are never pointed to. */
export function placeOf({ file }: Pick<FleetMember, "file">, path: Path): Span {
  const { value } = parseDefinition(file);
  if (!value) return { start: 0, end: 0 };
  const { document } = validateDefinitionDocument(value.document);
  return locate(document, path, "value");
}
