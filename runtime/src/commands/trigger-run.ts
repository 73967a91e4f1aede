import { type Check, check, type Findings } from "./command-result.ts";
import { type MadeRun, makeRun } from "./make-run.ts";
import { type CommandPorts, type OperatedActivity, stateOf } from "./operated-activity.ts";

/** Makes one run now, also of a paused schedule. Throws Stop. */
export async function triggerRun(operated: OperatedActivity, ports: CommandPorts): Promise<Findings> {
  const made = await makeRun(operated, ports);
  const after = stateOf(await operated.schedule.describe());
  const run = made.kind === "ended" ? made.record : null;
  return { before: stateOf(operated.before), after, run, checks: runChecks(made) };
}

/** That a run was made, recorded, and is no failure. */
function runChecks(made: MadeRun): readonly Check[] {
  const started = startedCheck(made);
  if (made.kind !== "ended") return [started];
  const { outcome, reason } = made.record;
  const isGood = outcome === "ok" || outcome === "warn";
  const seen = reason === null ? outcome : `${outcome}: ${reason}`;
  return [started, { name: "outcome", passed: isGood, seen, wanted: "ok or warn" }];
}

/** That a trigger has led to a run that was recorded. */
export function startedCheck(made: MadeRun): Check {
  const seen = {
    skipped: "skipped: another run is active",
    "not recorded":
      "the run has ended and has no row yet; one comes once the database takes it, but for a fire that was skipped (see the worker's log)",
    ended: "recorded",
  }[made.kind];
  return check("run", seen, "recorded");
}
