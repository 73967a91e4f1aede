import type { Definition } from "../definitions/definition.ts";
import {
  type DesiredSchedule,
  desiredSchedule,
  isRetired,
  isSameSpec,
  listedOwner,
  markOf,
  type ScheduleTarget,
} from "../schedules/desired-schedule.ts";
import { foreignSchedule } from "../schedules/match-schedule.ts";
import type { ListedSchedule } from "../schedules/temporal.ts";
import type { FormerId, StoredDefinition } from "../store/definitions-table.ts";
import { RUN_WORKFLOW } from "../workflows/contract.ts";

export type DefinitionAction = "created" | "updated" | "unchanged" | "retired";

/** A compiled activity, what becomes of its row, and whether its schedule has to be looked at. */
export interface DefinitionStep {
  readonly definition: Definition;
  readonly desired: DesiredSchedule;
  readonly action: Exclude<DefinitionAction, "retired">;
  /** Its row as it is; undefined where it has none. */
  readonly stored: StoredDefinition | undefined;
  /** `keep`: the list shows that it is as it should be. */
  readonly schedule: "keep" | "create" | "match";
}

/** An id that no activity has any more, whose schedule is to be retired. */
export interface RetirementStep {
  readonly id: string;
  readonly uuid: string;
  readonly sha256: string;
  /** The activity goes with its id; where it is false, the activity has another id now, or was retired before. */
  readonly retiresRow: boolean;
  /** False where another activity, or another target, has the id now, or where the list shows that there is nothing to retire. */
  readonly retiresSchedule: boolean;
}

/** What a sync would do; nothing of it is done yet. */
export interface Plan {
  readonly steps: readonly DefinitionStep[];
  readonly retirements: readonly RetirementStep[];
}

/** What is there. */
export interface Present {
  readonly stored: readonly StoredDefinition[];
  readonly formerIds: readonly FormerId[];
  readonly listed: ReadonlyMap<string, ListedSchedule>;
}

/** Compares what is compiled with what is there. Pure. Throws Stop where a schedule of a needed id is not ours. */
export function planSync(definitions: readonly Definition[], present: Present, target: ScheduleTarget): Plan {
  const stored = new Map(present.stored.map((it) => [it.uuid, it]));
  const steps = definitions.map((definition): DefinitionStep => {
    const { id, uuid } = definition.activity;
    const row = stored.get(uuid);
    const listed = present.listed.get(id);
    if (listed && listed.workflowType !== RUN_WORKFLOW) throw foreignSchedule(id, listed.workflowType);
    const action = actionOf(definition, row);
    const desired = desiredSchedule(definition, target);
    return { definition, desired, action, stored: row, schedule: scheduleStep(desired, action, listed) };
  });
  return { steps, retirements: retirementsOf(definitions, present, target) };
}

function actionOf({ sha256 }: Definition, row: StoredDefinition | undefined): DefinitionStep["action"] {
  if (!row) return "created";
  return row.is_retired || row.sha256 !== sha256 ? "updated" : "unchanged";
}

/** The list may be older than the last sync, so it decides only where the database has nothing new either. */
function scheduleStep(
  { mark, spec }: DesiredSchedule,
  action: DefinitionStep["action"],
  listed: ListedSchedule | undefined,
): DefinitionStep["schedule"] {
  if (!listed) return "create";
  const isAsListed = markOf(listed.spec) === mark && isSameSpec(listed.spec, spec);
  return action === "unchanged" && isAsListed ? "keep" : "match";
}

function retirementsOf(
  definitions: readonly Definition[],
  { stored, formerIds, listed }: Present,
  { owner }: ScheduleTarget,
): RetirementStep[] {
  const uuids = new Set(definitions.map(({ activity }) => activity.uuid));
  const ids = new Set(definitions.map(({ activity }) => activity.id));
  const isAnothers = (id: string) => (listedOwner(listed.get(id)?.spec) ?? owner.key) !== owner.key;
  const needsRetiring = (id: string) => {
    const found = listed.get(id);
    const isRun = found !== undefined && found.workflowType === RUN_WORKFLOW;
    return isRun && !isRetired(found.spec) && !isAnothers(id);
  };
  const current = stored.filter((row) => !row.is_retired && (!uuids.has(row.uuid) || !ids.has(row.id)));
  const now = current.map(({ id, uuid, sha256 }) => {
    return { id, uuid, sha256, retiresRow: !uuids.has(uuid), retiresSchedule: !ids.has(id) && !isAnothers(id) };
  });
  // What a run that was killed has left, or somebody has brought back by hand.
  const before = formerIds
    .filter(({ id }) => !ids.has(id) && needsRetiring(id))
    .map(({ id, uuid, sha256 }) => ({ id, uuid, sha256, retiresRow: false, retiresSchedule: true }));
  return [...now, ...before];
}
