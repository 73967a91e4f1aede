import { Context } from "@temporalio/activity";
import type { Logger } from "pino";
import type { SkippedFire } from "../workflows/contract.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

export interface ReportSurroundings {
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
}

/** Tells of a fire that was not run, once, however often Temporal asks. */
export async function reportSkipped(fire: SkippedFire, { log, metrics }: ReportSurroundings): Promise<void> {
  if (Context.current().info.attempt > 1) return;
  const { activity_id: activity, run_id, scheduled_time, skipped: reason } = fire;
  metrics.misfiresSkipped.inc({ activity });
  log.warn({ activity, run_id, scheduled_time, reason }, "a fire was skipped");
}
