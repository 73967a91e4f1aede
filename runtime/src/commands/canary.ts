import type { Client } from "@temporalio/client";
import type { RunRecord } from "../activity/run.ts";
import { refused } from "../activity/stop.ts";
import type { Attempt } from "../invoke/attempt.ts";
import { countRuns } from "../store/run-history.ts";
import { type Call, REPEAT_WORKFLOW } from "../workflows/contract.ts";
import { type Check, check, type Findings, skippedCheck } from "./command-result.ts";
import { makeRun } from "./make-run.ts";
import { type CommandPorts, type OperatedActivity, stateOf } from "./operated-activity.ts";
import { type EventList, eventKeys } from "./progress-events.ts";
import { startedCheck } from "./trigger-run.ts";

/** Clocks may differ by so much and events are still found; those of before the run are left out by their keys. */
const EVENT_LOOK_BACK_MS = 3_600_000;

/** A worker takes it up at once; the rest is the call itself. */
const REPEAT_SLACK_SECONDS = 60;

export interface CanaryOptions {
  /** Null where nobody has said where events are; what needs them is then left out. */
  readonly events: EventList | null;
}

/**
 * One run of a paused activity, and the same call again under its key, which must change nothing. Refused while the
 * schedule is not paused. Throws Stop.
 */
export async function canary(
  operated: OperatedActivity,
  ports: CommandPorts,
  { events }: CanaryOptions,
): Promise<Findings> {
  const before = stateOf(operated.before);
  const { id } = operated.activity;
  if (!before.paused)
    throw refused(`${id} is not paused, and a canary runs only while it is; nothing was done; pause it first`);
  const keys = await eventReader(operated, events);
  const made = await makeRun(operated, ports);
  const run = made.kind === "ended" ? made.record : null;
  const checks = [startedCheck(made), ...(run ? await runChecks(run, operated, ports, keys) : [])];
  const after = stateOf(await operated.schedule.describe());
  return { before, after, run, checks: [...checks, check("still paused", after.paused, true)] };
}

/** How many events there are now that were not there before. Null, with the reason, where none can be read. */
type EventReader = { readonly count: () => Promise<number> } | { readonly missing: string };

async function eventReader({ activity }: OperatedActivity, events: EventList | null): Promise<EventReader> {
  if (activity.progress_event === null) return { missing: "the activity names no progress event" };
  if (events === null) return { missing: "it was not said where progress events are" };
  const since = new Date(Date.now() - EVENT_LOOK_BACK_MS).toISOString();
  const filter = { type: activity.progress_event, source: activity.rollout.source, since };
  const known = await eventKeys(events, filter);
  return { count: async () => [...(await eventKeys(events, filter))].filter((key) => !known.has(key)).length };
}

async function runChecks(
  run: RunRecord,
  { activity, before }: OperatedActivity,
  { client, database, say }: CommandPorts,
  events: EventReader,
): Promise<readonly Check[]> {
  const seconds = (Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000;
  const isOk = run.outcome === "ok";
  const left = "count" in events ? await events.count() : undefined;
  let repeat = skippedCheck("repeat", isOk ? "the activity is not idempotent" : "the run was not ok", "ok");
  if (isOk && activity.invoke.idempotent) {
    say(`the call is repeated with the key ${run.idempotency_key}`);
    const call: Call = { activity, idempotency_key: run.idempotency_key };
    repeat = check("repeat", await repeatedOutcome(call, run.run_id, before.action.taskQueue, client), "ok");
  }
  const isRepeated = repeat.passed !== null;
  const rows = await countRuns(database, activity.uuid, run.idempotency_key);
  const why = "missing" in events ? events.missing : "the call was not repeated";
  return [
    {
      ...check("outcome", run.outcome, "ok"),
      seen: run.reason === null ? run.outcome : `${run.outcome}: ${run.reason}`,
    },
    {
      name: "duration",
      passed: seconds <= activity.max_seconds,
      seen: `${seconds} s`,
      wanted: `at most ${activity.max_seconds} s`,
    },
    repeat,
    check("rows in activity_runs", rows, 1),
    left === undefined
      ? skippedCheck("progress events", why, "1")
      : check(`progress events of ${activity.rollout.source}`, left, 1),
    "count" in events && isRepeated
      ? check("progress events after the repeat", await events.count(), left)
      : skippedCheck("progress events after the repeat", why, "none more"),
  ];
}

/** How the worker's second call under the key of a run ended. */
async function repeatedOutcome(call: Call, runId: string, queue: string, client: Client): Promise<string> {
  const { activity } = call;
  const patience = 2 * activity.start_to_close_seconds + REPEAT_SLACK_SECONDS;
  try {
    const attempt: Attempt = await client.workflow.execute(REPEAT_WORKFLOW, {
      taskQueue: queue,
      workflowId: `repeat-${runId}`,
      workflowExecutionTimeout: patience * 1000,
      args: [call],
    });
    return attempt.reason === null ? attempt.outcome : `${attempt.outcome}: ${attempt.reason}`;
  } catch (error) {
    if ((error as Error).name !== "WorkflowFailedError") throw error;
    const { cause, message } = error as Error;
    return `failed: ${cause instanceof Error ? cause.message : message}`;
  }
}
