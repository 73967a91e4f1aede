import type { Client, ScheduleDescription, ScheduleHandle } from "@temporalio/client";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import { refused } from "../activity/stop.ts";
import { ownerKey } from "../schedules/desired-schedule.ts";
import { anothersSchedule } from "../schedules/match-schedule.ts";
import { scheduleOwner } from "../schedules/schedule-owner.ts";
import type { Database } from "../store/database.ts";
import { checkIdentity, type Place } from "../store/identity.ts";
import { SCHEMA } from "../store/migrations.ts";
import { RUN_WORKFLOW } from "../workflows/contract.ts";
import type { ScheduleState } from "./command-result.ts";

/** What a command works with. */
export interface CommandPorts extends TemporalPorts {
  readonly database: Database;
}

/** What one works with that needs Temporal alone. */
export interface TemporalPorts {
  readonly client: Client;
  readonly place: Place;
  readonly job: string;
  /** A line for the operator. */
  say(line: string): void;
}

/** An activity as it was applied, with its schedule. */
export interface OperatedActivity {
  readonly activity: CompiledActivity;
  readonly schedule: ScheduleHandle;
  readonly before: ScheduleDescription;
}

/**
 * Finds the activity and its schedule; reads only. Refuses another database, an id that is not there, and a schedule that
 * is another target's, or does not run what the database says. Throws Stop.
 */
export async function operatedActivity(
  id: string,
  { database, client, place }: CommandPorts,
): Promise<OperatedActivity> {
  await checkIdentity(database, place, false);
  const [row] = await database.rows<{ compiled: string }>(
    `select compiled from ${SCHEMA}.activity_definitions where id = $1 and retired_at is null`,
    [id],
  );
  if (!row) throw refused(`the database ${place.database} has no activity ${id}; see its id, or run actdef sync`);
  const activity = JSON.parse(row.compiled) as CompiledActivity;
  const { schedule, before, activity: carried } = await scheduledActivity(id, { client, place });
  if (carried.uuid !== activity.uuid) throw notItsSchedule(id);
  if (carried.behaviour_sha256 !== activity.behaviour_sha256)
    throw refused(`the schedule ${id} runs another version than the database has; nothing was done; run actdef sync`);
  return { activity, schedule, before };
}

/**
 * The activity as its schedule carries it, which also says whose it is: Temporal alone is asked. Refuses a schedule that is
 * another target's, or runs something else. Throws Stop.
 */
export async function scheduledActivity(
  id: string,
  { client, place }: Pick<TemporalPorts, "client" | "place">,
): Promise<OperatedActivity> {
  const schedule = client.schedule.getHandle(id);
  const before = await describedOrRefused(schedule);
  const [activity] = (before.action.args ?? []) as readonly (CompiledActivity | undefined)[];
  if (before.action.workflowType !== RUN_WORKFLOW || !activity?.uuid) throw notItsSchedule(id);
  const found = before.raw.schedule ?? {};
  const { key } = scheduleOwner(place);
  if ((ownerKey(found) ?? key) !== key) throw anothersSchedule(id, found);
  return { activity, schedule, before };
}

function notItsSchedule(id: string) {
  return refused(`the schedule ${id} in Temporal is not that of the activity; nothing was done; run actdef sync`);
}

export function stateOf({ state }: ScheduleDescription): ScheduleState {
  return { paused: state.paused, note: state.note ?? "" };
}

async function describedOrRefused(schedule: ScheduleHandle): Promise<ScheduleDescription> {
  try {
    return await schedule.describe();
  } catch (error) {
    if ((error as Error).name !== "ScheduleNotFoundError") throw error;
    throw refused(`Temporal has no schedule ${schedule.scheduleId}; nothing was done; run actdef sync`);
  }
}
