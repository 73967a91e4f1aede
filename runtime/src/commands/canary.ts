import type { Client } from "@temporalio/client";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import type { RunRecord } from "../activity/run.ts";
import { refused } from "../activity/stop.ts";
import type { Attempt } from "../invoke/attempt.ts";
import { countRuns } from "../store/run-history.ts";
import { type Call, REPEAT_WORKFLOW } from "../workflows/contract.ts";
import { type Check, check, type Findings, skippedCheck } from "./command-result.ts";
import { makeRun } from "./make-run.ts";
import { type CommandPorts, type OperatedActivity, stateOf } from "./operated-activity.ts";
import { type EventList, eventIds } from "./progress-events.ts";
import { startedCheck } from "./trigger-run.ts";

/** Clocks may differ by so much and events are still found; those of before the run are left out by their ids. */
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
  const reader = await eventReader(operated, events);
  const made = await makeRun(operated, ports);
  const run = made.kind === "ended" ? made.record : null;
  const checks = [startedCheck(made), ...(run ? await runChecks(run, operated, ports, reader) : [])];
  const after = stateOf(await operated.schedule.describe());
  return { before, after, run, checks: [...checks, check("still paused", after.paused, true)] };
}

/** Counts the events that were not there before the run, or tells why that cannot be. */
type EventReader = { readonly count: () => Promise<number | string> } | { readonly missing: string };

/** Reads what is there before the run; a service that does not tell it stops the canary before anything is done. */
async function eventReader({ activity }: OperatedActivity, events: EventList | null): Promise<EventReader> {
  if (activity.progress_event === null) return { missing: "the activity names no progress event" };
  if (events === null) return { missing: "it was not said where progress events are" };
  const since = new Date(Date.now() - EVENT_LOOK_BACK_MS).toISOString();
  const filter = { type: activity.progress_event, source: activity.rollout.source, since };
  const known = await eventIds(events, filter);
  const count = async () => [...(await eventIds(events, filter))].filter((id) => !known.has(id)).length;
  // The run has been made by then, and its result is not to be lost.
  return { count: () => count().catch((error) => (error as Error).message) };
}

async function runChecks(
  run: RunRecord,
  { activity, before }: OperatedActivity,
  { client, database, say }: CommandPorts,
  events: EventReader,
): Promise<readonly Check[]> {
  const left = "count" in events ? await events.count() : undefined;
  const call: Call = { activity, idempotency_key: run.idempotency_key };
  const whyNot =
    run.outcome !== "ok"
      ? "the run was not ok"
      : activity.invoke.idempotent
        ? undefined
        : "the activity is not idempotent";
  if (whyNot === undefined) say(`the call is repeated with the key ${call.idempotency_key}`);
  const repeat =
    whyNot === undefined
      ? check("repeat", await repeatedOutcome(call, run.run_id, before.action.taskQueue, client), "ok")
      : skippedCheck("repeat", whyNot, "ok");
  const rows = await countRuns(database, activity.uuid, run.idempotency_key);
  return [
    ...endingChecks(run, activity),
    repeat,
    check("rows in activity_runs", rows, 1),
    ...(await eventChecks(events, left, whyNot)),
  ];
}

/** `left`: what was there before the repeat, which was left out where there is a reason. */
async function eventChecks(
  events: EventReader,
  left: number | string | undefined,
  whyNotRepeated: string | undefined,
): Promise<readonly Check[]> {
  if ("missing" in events) return [skippedCheck("progress events", events.missing, "at least 1")];
  const isThere = typeof left === "number" && left > 0;
  return [
    { name: "progress events", passed: isThere, seen: String(left), wanted: "at least 1" },
    whyNotRepeated === undefined
      ? check("progress events after the repeat", await events.count(), left)
      : skippedCheck("progress events after the repeat", whyNotRepeated, "no more"),
  ];
}

function endingChecks(run: RunRecord, { max_seconds }: CompiledActivity): readonly Check[] {
  const { outcome, reason } = run;
  const seconds = (Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000;
  return [
    { ...check("outcome", outcome, "ok"), seen: reason === null ? outcome : `${outcome}: ${reason}` },
    {
      name: "duration",
      passed: seconds <= max_seconds,
      seen: `${seconds.toFixed(3)} s`,
      wanted: `at most ${max_seconds} s`,
    },
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
