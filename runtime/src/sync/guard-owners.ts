import type { Definition } from "../definitions/definition.ts";
import { listedOwner, ownerKey } from "../schedules/desired-schedule.ts";
import { anothersSchedule, nobodysSchedule } from "../schedules/match-schedule.ts";
import type { ScheduleOwner } from "../schedules/schedule-owner.ts";
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
  owner: ScheduleOwner,
  schedules: Pick<Schedules, "describe">,
): Promise<void> {
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
