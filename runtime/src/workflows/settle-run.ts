import { proxyActivities } from "@temporalio/workflow";
import { CANCELLED } from "../activity/run.ts";
import type { Settlement, WorkerActivities } from "./contract.ts";

/** Without an end: a database may be down for days. */
const { recordRun, applyFailurePolicy } = proxyActivities<WorkerActivities>({
  startToCloseTimeout: "30 s",
  retry: { initialInterval: "1 s", backoffCoefficient: 2, maximumInterval: "1 min" },
});

/** Records a run, exactly once, then does what its policy says about a failure. A cancelled run is nobody's failure. */
export async function settleRun(settlement: Settlement): Promise<void> {
  const { record } = settlement;
  await recordRun(record);
  const hasFailed = record.outcome === "failed" || record.outcome === "timed_out";
  if (hasFailed && record.reason !== CANCELLED) await applyFailurePolicy(settlement);
}
