import type { Definition } from "../definitions/definition.ts";
import { isOnQueue, isRetired, listedOwner, ownerKey, type ScheduleTarget } from "../schedules/desired-schedule.ts";
import { anothersQueue, anothersSchedule, nobodysSchedule } from "../schedules/match-schedule.ts";
import type { Schedules } from "../schedules/temporal.ts";
import { RUN_WORKFLOW } from "../workflows/contract.ts";
import type { Present } from "./plan.ts";

/**
 * Refuses schedules of needed ids that are another target's, retired ones too: two targets that share a namespace of
 * Temporal would take them from each other. One that does not say whose it is is ours where this database has known its
 * id. Only what the list shows as not ours is described: the list may be older than a deletion. Throws Stop.
 */
export async function guardOwners(
  definitions: readonly Definition[],
  present: Present,
  { owner, taskQueue }: ScheduleTarget,
  schedules: Pick<Schedules, "describe">,
): Promise<void> {
  await guardQueue(present.listed, { owner, taskQueue }, schedules);
  const known = new Set([...present.stored, ...present.formerIds].map(({ id }) => id));
  const isOurs = (id: string, key: string | undefined) => (key === undefined ? known.has(id) : key === owner.key);
  const foreign = definitions
    .map(({ activity }) => activity.id)
    .filter((id) => {
      const listed = present.listed.get(id);
      return listed?.workflowType === RUN_WORKFLOW && !isOurs(id, listedOwner(listed.spec));
    });
  for (const id of foreign) {
    const found = await schedules.describe(id);
    if (!found) continue;
    const key = ownerKey(found.schedule);
    if (isOurs(id, key)) continue;
    throw key === undefined ? nobodysSchedule(id, owner) : anothersSchedule(id, found.schedule, foreign.length - 1);
  }
}

/**
 * Refuses a task queue that another target's schedules use: its workers would take our runs, call from where they are and
 * record them in their database.
 */
async function guardQueue(
  listed: Present["listed"],
  { owner, taskQueue }: ScheduleTarget,
  schedules: Pick<Schedules, "describe">,
): Promise<void> {
  for (const [id, { spec, workflowType }] of listed) {
    if (workflowType !== RUN_WORKFLOW || isRetired(spec) || !isOnQueue(spec, taskQueue)) continue;
    if (listedOwner(spec) === owner.key) continue;
    const found = await schedules.describe(id);
    if (found && ownerKey(found.schedule) !== owner.key) throw anothersQueue(id, found.schedule, taskQueue);
  }
}
