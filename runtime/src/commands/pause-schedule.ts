import { check, type Findings } from "./command-result.ts";
import { type OperatedActivity, stateOf, type TemporalPorts } from "./operated-activity.ts";

/** Pauses the schedule, with a note that says why; a run that is active goes on. One that is paused gets the new note. */
export async function pauseSchedule(
  { schedule, before }: OperatedActivity,
  { job }: Pick<TemporalPorts, "job">,
  { reason }: { readonly reason: string },
): Promise<Findings> {
  await schedule.pause(reason || `paused by an operator, in ${job}`);
  const after = stateOf(await schedule.describe());
  return { before: stateOf(before), after, run: null, checks: [check("paused", after.paused, true)] };
}
