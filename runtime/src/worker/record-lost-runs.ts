import { setTimeout as pause } from "node:timers/promises";
import type { Client, WorkflowExecutionInfo } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import type { temporal } from "@temporalio/proto";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import type { RunRecord } from "../activity/run.ts";
import { fireKey } from "../invoke/idempotency-key.ts";
import { runRecord } from "../invoke/run-record.ts";
import { insertRun, unrecordedRuns } from "../store/run-history.ts";
import { RUN_WORKFLOW, SCHEDULED_TIME, type WorkerActivities } from "../workflows/contract.ts";
import type { RecordSurroundings } from "./record-run.ts";
import { messageOf } from "./worker-log.ts";
import { countRun } from "./worker-metrics.ts";

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const PERIOD_MS = 60_000;

/** For one look, so that a Temporal without an answer does not keep the worker from ending; the next one goes on. */
const PATIENCE_MS = 30_000;

/** Temporal's list is some moments behind. */
const LIST_LAG_MS = 300_000;

const CALL: keyof WorkerActivities = "callService";

export interface LostRunSurroundings extends RecordSurroundings {
  readonly client: Client;
  readonly taskQueue: string;
}

/**
 * Records the runs of a task queue that could not do it themselves, since somebody has terminated them, or Temporal has
 * ended them after no worker came: at once and then every minute, until `end`. Of each, one row comes, whoever finds it.
 */
export async function recordLostRuns(around: LostRunSurroundings, end: AbortSignal): Promise<void> {
  // Of Temporal's clock: a worker's may be wrong.
  let since = new Date(0);
  while (!end.aborted) {
    try {
      const latest = await around.client.withDeadline(Date.now() + PATIENCE_MS, () => recordSince(since, around));
      since = new Date(Math.max(Number(since), latest - LIST_LAG_MS));
    } catch (error) {
      around.log.warn({ problem: messageOf(error) }, "runs that Temporal has ended could not be looked for");
    }
    // An end rejects the pause, and is seen by the loop.
    await pause(PERIOD_MS, undefined, { signal: end }).catch(() => {});
  }
}

/** Gives when the latest of them was closed; 0 where there is none. */
async function recordSince(since: Date, around: LostRunSurroundings): Promise<number> {
  const { client, database, log, metrics, taskQueue } = around;
  const query = `WorkflowType = '${RUN_WORKFLOW}' and ExecutionStatus in ('Terminated', 'TimedOut') and CloseTime > '${since.toISOString()}'`;
  const found = new Map<string, WorkflowExecutionInfo>();
  let latest = 0;
  for await (const info of client.workflow.list({ query })) {
    latest = Math.max(latest, Number(info.closeTime));
    if (info.taskQueue === taskQueue) found.set(info.runId, info);
  }
  for (const runId of await unrecordedRuns(database, [...found.keys()])) {
    const info = found.get(runId);
    const record = info && (await lostRun(info, client));
    if (!record || !(await insertRun(database, record))) continue;
    countRun(metrics, record);
    const { activity_id: activity, outcome, reason } = record;
    log.warn({ activity, run_id: runId, outcome, reason }, "a run was ended by Temporal");
  }
  return latest;
}

/** Undefined where the run has left its record to another workflow, or is none of ours. */
async function lostRun(info: WorkflowExecutionInfo, client: Client): Promise<RunRecord | undefined> {
  const { workflowId, runId, startTime, closeTime = startTime, typedSearchAttributes } = info;
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const history = events ?? [];
  const activity = argumentOf(history[0]);
  const isSettled = history.some((it) => it.startChildWorkflowExecutionInitiatedEventAttributes);
  if (!activity || isSettled) return undefined;
  const fire = typedSearchAttributes.get(SCHEDULED_TIME) ?? startTime;
  const takenUp = instantOf(history.find((it) => it.workflowTaskStartedEventAttributes)) ?? startTime.toISOString();
  const attempts = history.filter((it) => it.activityTaskScheduledEventAttributes?.activityType?.name === CALL).length;
  const run = {
    run_id: runId,
    source: activity.rollout.source,
    scheduled_time: fire.toISOString(),
    started_at: takenUp,
    idempotency_key: fireKey(activity.id, fire),
  };
  const instants = { started_at: takenUp, finished_at: closeTime.toISOString() };
  const answer = { http_status: null, counts: null, retry_after_seconds: null, is_final: true };
  const last = { ...answer, ...instants, ...endOf(info, history.at(-1), attempts) };
  return runRecord(activity, run, { attempts, last });
}

function endOf({ status }: WorkflowExecutionInfo, last: HistoryEvent | undefined, attempts: number) {
  if (status.name === "TERMINATED") {
    const why = last?.workflowExecutionTerminatedEventAttributes?.reason;
    return { outcome: "failed", reason: `terminated in Temporal${why ? `: ${why}` : ""}` } as const;
  }
  const what = attempts === 0 ? "no worker took it up" : "it was not ended by a worker";
  return { outcome: "timed_out", reason: `${what} in the time that Temporal gives a run` } as const;
}

/** Undefined where somebody else has started a workflow of this name, with something else. */
function argumentOf(started: HistoryEvent | undefined): CompiledActivity | undefined {
  const [payload] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  try {
    const argument = payload && defaultPayloadConverter.fromPayload<Partial<CompiledActivity>>(payload);
    return argument?.uuid && argument.id && argument.rollout ? (argument as CompiledActivity) : undefined;
  } catch {
    return undefined;
  }
}

function instantOf(event: HistoryEvent | undefined): string | undefined {
  const { seconds, nanos } = event?.eventTime ?? {};
  return event && new Date(Number(seconds) * 1000 + Math.floor((nanos ?? 0) / 1e6)).toISOString();
}
