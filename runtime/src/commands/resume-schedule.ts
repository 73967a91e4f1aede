import { refused } from "../activity/stop.ts";
import { check, type Findings } from "./command-result.ts";
import { type CommandPorts, type OperatedActivity, stateOf } from "./operated-activity.ts";

/** Ends a pause. What the definition itself has paused stays so, since the next sync would not know of it. Throws Stop. */
export async function resumeSchedule(
  { activity, schedule, before }: OperatedActivity,
  { job }: CommandPorts,
  { reason }: { readonly reason: string },
): Promise<Findings> {
  if (!activity.enabled)
    throw refused(
      `the definition of ${activity.id} says enabled: false; it stays paused; set enabled: true and run actdef sync`,
    );
  await schedule.unpause(reason || `resumed by an operator, in ${job}`);
  const after = stateOf(await schedule.describe());
  return { before: stateOf(before), after, run: null, checks: [check("paused", after.paused, false)] };
}
