import { setTimeout as pause } from "node:timers/promises";
import {
  type Client,
  type ScheduleDescription,
  type ScheduleExecutionResult,
  ScheduleOverlapPolicy,
} from "@temporalio/client";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import type { RunRecord } from "../activity/run.ts";
import { failed } from "../activity/stop.ts";
import { workSeconds } from "../schedules/desired-schedule.ts";
import { findRun } from "../store/run-history.ts";
import type { CommandPorts, OperatedActivity } from "./operated-activity.ts";

/** What came of a trigger. */
export type MadeRun =
  | { readonly kind: "skipped" }
  | { readonly kind: "ended"; readonly record: RunRecord }
  | { readonly kind: "not recorded"; readonly runId: string };

/** How soon a schedule acts on a trigger: it is at once where Temporal works. */
const TRIGGER_PATIENCE_MS = 60_000;
const POLL_MS = 300;

/** A regular fire at the moment of the trigger could be taken for it; after so long it is ours. */
const DOUBT_MS = 5_000;

const SETTLING_SECONDS = 60;

/** How long a run is waited for: its attempts and the pauses between them, and then as long as a call and its record may take. */
export function runPatienceSeconds(activity: CompiledActivity): number {
  return workSeconds(activity) + activity.start_to_close_seconds + SETTLING_SECONDS;
}

/** Makes one run now, unless another is active, and waits for its end and its record. Throws Stop. */
export async function makeRun(operated: OperatedActivity, ports: CommandPorts): Promise<MadeRun> {
  const { activity, schedule } = operated;
  const before = await schedule.describe();
  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  const started = await startedRun(operated, before);
  if (!started) return { kind: "skipped" };
  const { workflowId, firstExecutionRunId: runId } = started;
  ports.say(`the run ${runId} has started (workflow ${workflowId})`);
  const patience = runPatienceSeconds(activity);
  const deadline = Date.now() + patience * 1000;
  if (!(await isTrueBy(deadline, () => hasEnded(ports.client, workflowId, runId))))
    throw failed(`the run ${runId} of ${activity.id} has not ended within ${patience} s; it goes on`);
  let record: RunRecord | undefined;
  await isTrueBy(deadline, async () => {
    record = await findRun(ports.database, runId);
    return record !== undefined;
  });
  return record ? { kind: "ended", record } : { kind: "not recorded", runId };
}

/** The workflow that the trigger has started; undefined where it was skipped. */
async function startedRun({ schedule }: OperatedActivity, before: ScheduleDescription) {
  const known = new Set(before.info.recentActions.map(runIdOf));
  const triggered = Date.now();
  while (Date.now() < triggered + TRIGGER_PATIENCE_MS) {
    const { info } = await schedule.describe();
    const fresh = info.recentActions.filter((action) => !known.has(runIdOf(action)));
    const ours = fresh.find(isManual) ?? (Date.now() > triggered + DOUBT_MS ? fresh[0] : undefined);
    if (ours) return ours.action.workflow;
    if (info.numActionsSkippedOverlap > before.info.numActionsSkippedOverlap) return undefined;
    await pause(POLL_MS);
  }
  throw failed(`the schedule ${schedule.scheduleId} has not acted on the trigger; see that Temporal works`);
}

function runIdOf({ action }: ScheduleExecutionResult): string {
  return action.workflow.firstExecutionRunId;
}

/** A trigger is of the moment, a regular fire of a whole second. */
function isManual({ scheduledAt }: ScheduleExecutionResult): boolean {
  return scheduledAt.getMilliseconds() !== 0;
}

async function hasEnded(client: Client, workflowId: string, runId: string): Promise<boolean> {
  const { status } = await client.workflow.getHandle(workflowId, runId).describe();
  return status.name !== "RUNNING";
}

async function isTrueBy(deadline: number, ask: () => Promise<boolean>): Promise<boolean> {
  while (!(await ask())) {
    if (Date.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}
