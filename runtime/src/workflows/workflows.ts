/** Everything that a worker runs as a workflow; the types stand in contract.ts. */
export { repeatCall } from "./repeat-call.ts";
export { runActivity } from "./run-activity.ts";
export { settleRun } from "./settle-run.ts";
