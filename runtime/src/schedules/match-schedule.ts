import { defaultPayloadConverter } from "@temporalio/common";
import { failed, refused } from "../activity/stop.ts";
import { RUN_WORKFLOW } from "../workflows/contract.ts";
import {
  type DesiredSchedule,
  isRetired,
  isSameSpec,
  markOf,
  ownerKey,
  retiredSpec,
  type Schedule,
  toSchedule,
} from "./desired-schedule.ts";
import { ownerInMemo, ownerMemo, type ScheduleOwner } from "./schedule-owner.ts";
import type { DescribedSchedule, Schedules } from "./temporal.ts";

type State = NonNullable<Schedule["state"]>;

/** What was done with a schedule, as the result tells it. */
export type ScheduleAction = "created" | "updated" | "unchanged" | "paused" | "unpaused" | "retired";

/** How often a schedule may be changed by somebody else between our reading and our writing. */
const MAX_TRIES = 5;

/**
 * Makes the schedule as it is desired. Whether it is paused is changed only where `enabled` differs from that of the
 * activity that was applied last, which is the argument of its action: so what people pause or resume stays so. Throws Stop.
 */
export async function matchSchedule(schedules: Schedules, desired: DesiredSchedule): Promise<ScheduleAction> {
  const { id, activity } = desired;
  const schedule = toSchedule(desired);
  let action: ScheduleAction = "unchanged";
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const found = await schedules.describe(id);
    if (!found) {
      const state = stateOf(activity.enabled, {});
      if (await schedules.create(id, { ...schedule, state })) return "created";
      continue;
    }
    refuseForeign(desired, found);
    const { spec } = found.schedule;
    // After an update this is its proof: one that lost against another change is dropped without an error.
    if (markOf(spec) === desired.mark && isSameSpec(spec, desired.spec)) return action;
    const state = nextState(found, activity.enabled);
    const isFlipped = (state.paused === true) !== (found.schedule.state?.paused === true);
    action = !isFlipped ? "updated" : state.paused ? "paused" : "unpaused";
    await schedules.update(id, { ...schedule, state }, found);
  }
  throw busy(id);
}

/** Creates a schedule that is thought to be missing; matches it where it is not. */
export async function createSchedule(schedules: Schedules, desired: DesiredSchedule): Promise<ScheduleAction> {
  const state = stateOf(desired.activity.enabled, {});
  if (await schedules.create(desired.id, { ...toSchedule(desired), state })) return "created";
  return matchSchedule(schedules, desired);
}

/** Pauses a schedule for good, and says so; its history stays. One that is not there or not ours is let be. */
export async function retireSchedule(schedules: Schedules, id: string, owner: ScheduleOwner): Promise<ScheduleAction> {
  let action: ScheduleAction = "unchanged";
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const found = await schedules.describe(id);
    if (!found || !isOurs(found) || isAnothers(found, owner) || isRetired(found.schedule.spec)) return action;
    await schedules.update(id, retired(found, owner), found);
    action = "retired";
  }
  throw busy(id);
}

function isOurs({ schedule }: DescribedSchedule): boolean {
  return schedule.action?.startWorkflow?.workflowType?.name === RUN_WORKFLOW;
}

function isAnothers({ schedule }: DescribedSchedule, owner: ScheduleOwner): boolean {
  return (ownerKey(schedule) ?? owner.key) !== owner.key;
}

function refuseForeign({ id, owner }: DesiredSchedule, found: DescribedSchedule): void {
  const { schedule } = found;
  if (!isOurs(found)) throw foreignSchedule(id, schedule.action?.startWorkflow?.workflowType?.name ?? "");
  if (isAnothers(found, owner)) throw anothersSchedule(id, schedule);
}

/** Refuses to touch a schedule that has an id of ours and runs something else. */
export function foreignSchedule(id: string, workflowType: string) {
  return refused(
    `Temporal has a schedule ${id} that is not of this program: it starts the workflow ${workflowType}, not ${RUN_WORKFLOW}; ` +
      "it was not touched; rename it or the definition, or use another namespace of Temporal",
  );
}

const NOT_OURS_TODO =
  "use another namespace of Temporal for this target, or, where nobody needs it any more, " +
  "delete the schedule in Temporal and sync again";

/** Refuses to touch a schedule of another target. `more` is how many others there are. */
export function anothersSchedule(id: string, schedule: Schedule, more = 0) {
  const whose = ownerWords(schedule);
  const others = more === 0 ? "" : ` (${more} more ${more === 1 ? "is" : "are"} not ours either)`;
  return refused(
    `the schedule ${id} in Temporal belongs to another target: ${whose}${others}; it was not touched; ${NOT_OURS_TODO}`,
  );
}

/** Refuses a task queue that another target's schedules, such as this one, run on. */
export function anothersQueue(id: string, schedule: Schedule, taskQueue: string) {
  return refused(
    `the task queue ${taskQueue} is another target's, ${ownerWords(schedule)}, whose schedule ${id} runs on it; its workers ` +
      "would take runs of this target; nothing was written; give this target a temporal.task_queue or a namespace of its own",
  );
}

function ownerWords(schedule: Schedule): string {
  const key = ownerKey(schedule);
  const owner = ownerInMemo(schedule);
  return owner?.key === key
    ? `the database ${owner?.database} of the cluster ${owner?.clusterUid}`
    : `its key is ${key}`;
}

/** Refuses to touch a schedule that says nothing of its owner, and whose id this database has never known. */
export function nobodysSchedule(id: string, { database }: ScheduleOwner) {
  return refused(
    `the schedule ${id} in Temporal does not say whose it is, and the database ${database} has never had that id; ` +
      `it was not touched; ${NOT_OURS_TODO}`,
  );
}

function busy(id: string) {
  return failed(
    `the schedule ${id} was changed by somebody else ${MAX_TRIES} times while it was written; run it again`,
  );
}

function stateOf(isEnabled: boolean, state: State): State {
  return { ...state, paused: !isEnabled, notes: isEnabled ? "" : "paused: its definition says enabled: false" };
}

/** The same as before, unless `enabled` has changed; of an activity that was retired, `enabled` decides. */
function nextState(found: DescribedSchedule, isEnabled: boolean): State {
  const { spec, state } = found.schedule;
  const wasEnabled = enabledOf(found.argument);
  // Where nobody knows what it was, it may be paused, but is not set going.
  const isChanged = wasEnabled === undefined ? !isEnabled : wasEnabled !== isEnabled;
  return isChanged || isRetired(spec) ? stateOf(isEnabled, state ?? {}) : (state ?? {});
}

/** Whether the activity that was applied last was enabled; undefined where that cannot be known. */
function enabledOf(argument: unknown): boolean | undefined {
  const { enabled } = (argument ?? {}) as { readonly enabled?: unknown };
  return typeof enabled === "boolean" ? enabled : undefined;
}

/** The argument says `enabled: false`, so that a definition that comes back enabled is unpaused. */
function retired({ schedule, argument }: DescribedSchedule, owner: ScheduleOwner): Schedule {
  const startWorkflow = schedule.action?.startWorkflow ?? {};
  const isActivity = typeof argument === "object" && argument !== null;
  const input = isActivity
    ? { payloads: [defaultPayloadConverter.toPayload({ ...argument, enabled: false })] }
    : (startWorkflow.input ?? null);
  return {
    ...schedule,
    spec: retiredSpec(schedule.spec ?? {}, owner),
    action: { startWorkflow: { ...startWorkflow, input, memo: ownerMemo(owner) } },
    state: { ...schedule.state, paused: true, notes: "retired: its definition was removed or renamed" },
  };
}
