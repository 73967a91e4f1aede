import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RunRecord } from "../activity/run.ts";

/** From a second to the longest budget, a day. */
const DURATION_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400];
const LATENESS_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600];

export type WorkerMetrics = ReturnType<typeof workerMetrics>;

/** What one worker has done since it started, in a registry of its own. */
export function workerMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const byOutcome = ["activity", "outcome"] as const;
  return {
    registry,
    runs: new Counter({ name: "actcore_runs_total", help: "Runs that ended", labelNames: byOutcome, registers }),
    attempts: new Counter({
      name: "actcore_attempts_total",
      help: "Calls that ended",
      labelNames: byOutcome,
      registers,
    }),
    // Not by activity: a fleet of thousands would be tens of thousands of series; activity_runs holds each run.
    duration: new Histogram({
      name: "actcore_run_duration_seconds",
      help: "From the start of a run to its end",
      labelNames: ["outcome"],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    lateness: new Histogram({
      name: "actcore_run_lateness_seconds",
      help: "From the nominal fire to the start of the run",
      buckets: LATENESS_BUCKETS,
      registers,
    }),
    callsInFlight: new Gauge({ name: "actcore_calls_in_flight", help: "Calls that wait for an answer", registers }),
    escalations: new Counter({
      name: "actcore_escalations_total",
      help: "Failures that somebody must look at: on_failure is escalate",
      labelNames: ["activity"],
      registers,
    }),
    pauses: new Counter({
      name: "actcore_pauses_total",
      help: "Schedules that were paused after failures in a row",
      labelNames: ["activity"],
      registers,
    }),
    misfiresSkipped: new Counter({
      name: "actcore_misfires_skipped_total",
      help: "Fires that were not run, since no worker took them up in time: misfire_policy is skip",
      labelNames: ["activity"],
      registers,
    }),
    recordErrors: new Counter({
      name: "actcore_record_errors_total",
      help: "Tries to record a run that failed; each is tried again until it succeeds",
      registers,
    }),
  };
}

/** Once a run. The instants are of Temporal's clock, so a worker's wrong clock does not show. */
export function countRun(metrics: WorkerMetrics, record: RunRecord): void {
  const { activity_id: activity, outcome } = record;
  metrics.runs.inc({ activity, outcome });
  metrics.duration.observe({ outcome }, secondsBetween(record.started_at, record.finished_at));
  if (record.scheduled_time !== null)
    metrics.lateness.observe(secondsBetween(record.scheduled_time, record.started_at));
}

/** Never negative. */
function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
