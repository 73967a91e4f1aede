import { proxyActivities } from "@temporalio/workflow";
import { CANCELLED, type RunRecord } from "../activity/run.ts";
import type { Settlement, WorkerActivities } from "./contract.ts";

/** Without an end: a database may be down for days. */
const { recordRun, applyFailurePolicy } = proxyActivities<WorkerActivities>({
  startToCloseTimeout: "30 s",
  retry: { initialInterval: "1 s", backoffCoefficient: 2, maximumInterval: "1 min" },
});

/**
 * Records a run, exactly once, and does what its policy says about a failure; a cancelled run is nobody's failure. What
 * needs no count of failures is done first, so that it does not wait for a database that is down.
 */
export async function settleRun(settlement: Settlement): Promise<void> {
  const { record, policy } = settlement;
  const isFirst = policy.on_failure_after === 1;
  const isDue = isFailure(record) && isWorkersPolicy(policy);
  if (isDue && isFirst) await applyFailurePolicy(settlement);
  await recordRun(record);
  if (isDue && !isFirst) await applyFailurePolicy(settlement);
}

function isFailure({ outcome, reason }: RunRecord): boolean {
  return (outcome === "failed" || outcome === "timed_out") && reason !== CANCELLED;
}

/** A pause after the first failure is the schedule's own (`pauseOnFailure`), and every failure is logged. */
function isWorkersPolicy({ on_failure, on_failure_after }: Settlement["policy"]): boolean {
  return on_failure === "escalate" || (on_failure === "pause" && on_failure_after > 1);
}
