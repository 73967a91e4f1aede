import type { Path } from "../parse/located.ts";
import { locate } from "../parse/yaml-document.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Activity, Invocation, Rollout, Schedule } from "./activity.ts";
import type { Definition } from "./definition.ts";

/** The part of an activity that matters to other activities, and to what all of them are projected to. */
export interface FleetActivity extends Pick<Activity, "id" | "uuid" | "enabled"> {
  readonly schedule: Pick<Schedule, "cron" | "jitter_seconds">;
  readonly invoke: Pick<
    Invocation,
    "method" | "base_url_env" | "path" | "query" | "body" | "headers" | "timeout_seconds"
  >;
  readonly rollout: Pick<Rollout, "phase">;
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
  /** Where the values stand that a rule over the fleet may point to, in the order of PLACES. */
  readonly places: readonly Span[];
}

/** The fields that a rule over the fleet may point to. */
const PLACES: readonly Path[] = [["id"], ["uuid"], ["schedule", "cron"], ["invoke", "path"]];

export function toFleetMember(definition: Definition): FleetMember {
  return { file: definition.document.file, ...memberFacts(definition) };
}

export function memberFacts({ document, activity, invalid }: Definition): MemberFacts {
  return {
    invalid,
    activity: toFleetActivity(activity),
    places: PLACES.map((path) => locate(document, path, "value")),
  };
}

export function toFleetActivity({ id, uuid, enabled, schedule, invoke, rollout }: Activity): FleetActivity {
  const { method, base_url_env, path, query, body, headers, timeout_seconds } = invoke;
  return {
    id,
    uuid,
    enabled,
    schedule: { cron: schedule.cron, jitter_seconds: schedule.jitter_seconds },
    invoke: { method, base_url_env, path, query, body, headers, timeout_seconds },
    rollout: { phase: rollout.phase },
  };
}

/** The span of one of the fields that a rule over the fleet may point to. Throws for any other. */
export function placeOf(member: FleetMember, path: Path): Span {
  const index = PLACES.findIndex((place) => place.join(".") === path.join("."));
  const span = member.places[index];
  if (!span) throw new Error(`no rule over the fleet can point to ${path.join(".")}`);
  return span;
}
