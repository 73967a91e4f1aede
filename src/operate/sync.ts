import { Interrupted } from "../cluster/clock.ts";
import { definitionSources } from "../project/definition-config-maps.ts";
import { toStop } from "./api-stops.ts";
import { applyChanges, createJob, pruneChanges } from "./apply-plan.ts";
import { followJob, type JobEnd } from "./follow-job.ts";
import { followRollouts } from "./follow-rollouts.ts";
import { followedSyncJob } from "./followed-job.ts";
import { type Callouts, callouts, guardPlan, isRollback } from "./guards.ts";
import { hashOfJob } from "./job-choice.ts";
import { readLiveState } from "./live-state.ts";
import { type Lock, type LockRequest, takeLock } from "./lock.ts";
import { type Operation, secondsSince, serverTimestamp } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";
import { planSync, type SyncPlan } from "./plan.ts";
import { checkAccess, checkLiveBridges, proveIdentity, targetLine } from "./preflight.ts";
import { expectedActivities, type ProjectedTarget, shardNames } from "./projected-target.ts";
import { type Receipt, withReceipt, writeReceipts } from "./receipts.ts";
import { verifyResult } from "./sync-result.ts";

export interface SyncOptions {
  readonly isDryRun: boolean;
  readonly isAdopting: boolean;
  readonly isRerun: boolean;
  /** Waits for the Job that runs, and does nothing else before. */
  readonly isAttaching: boolean;
  readonly isRollbackAllowed: boolean;
  readonly isClaiming: boolean;
  readonly allowedRemovals: number | undefined;
  /** Bounds each wait, for a rollout and for the Job. */
  readonly timeoutMs: number;
}

/** What a sync needs of the person, or of the machine, that runs it. */
export interface SyncUser {
  /** `user@host`. */
  readonly who: string;
  readonly lock: LockRequest;
  /** Shows the plan, also one that changes nothing. Called again where the plan has changed meanwhile. */
  readonly show: (plan: SyncPlan, callouts: Callouts) => void;
  /** Asks whether to go on; false where the answer is no. Throws OperationStop where nobody can be asked. */
  readonly confirm: (callouts: Callouts) => Promise<boolean>;
}

/** What a sync has come to. */
export interface SyncOutcome {
  readonly kind: "synced" | "unchanged" | "pending";
  readonly clusterUid: string;
  /** Undefined where a Job was attached to. */
  readonly plan: SyncPlan | undefined;
  readonly receipt: Receipt | undefined;
}

/** A plan that is older than this when it is confirmed is made afresh. */
const PLAN_LIFETIME_MS = 60_000;
const MS_PER_SECOND = 1000;

/**
 * Brings a target's manifests to its cluster, and proves that the database and Temporal have them. Throws OperationStop
 * where it ends before; what was done by then is completed by the next run.
 */
export async function sync(
  operation: Operation,
  projected: ProjectedTarget,
  options: SyncOptions,
  user: SyncUser,
): Promise<SyncOutcome> {
  const { target, progress } = operation;
  let lock: Lock | undefined;
  try {
    const clusterUid = await proveIdentity(operation);
    progress.detail(targetLine(operation, clusterUid));
    await checkAccess(operation);
    await checkLiveBridges(operation);
    if (!options.isDryRun) {
      lock = await takeLock(operation, user.lock);
      progress.done(`locked (lease actcore-sync, ${user.who})`);
    }
    const run: Run = { ...operation, projected, options, user, clusterUid };
    if (options.isAttaching && lock) return await attach(run, lock);
    const plan = await plannedAndGuarded(run);
    const shown = callouts(plan);
    user.show(plan, shown);
    const isUnchanged = plan.job.kind === "none" && plan.changes.every(({ action }) => action === "unchanged");
    if (isUnchanged || !lock) {
      return { kind: isUnchanged ? "unchanged" : "pending", clusterUid, plan, receipt: plan.live.receipts.at(-1) };
    }
    return await carryOut(run, await confirmed(run, plan, lock), lock);
  } catch (error) {
    throw error instanceof Interrupted
      ? new OperationStop("interrupted", "interrupted; what was begun is completed by the next run", {
          next: `actdef sync ${target.name}`,
        })
      : toStop(error, target.name);
  } finally {
    await lock?.release();
  }
}

interface Run extends Operation {
  readonly projected: ProjectedTarget;
  readonly options: SyncOptions;
  readonly user: SyncUser;
  readonly clusterUid: string;
}

async function plannedAndGuarded(run: Run): Promise<SyncPlan> {
  const { projected, options } = run;
  const { isAdopting, isRerun } = options;
  const claim = options.isClaiming ? ["--claim-database"] : [];
  const rollback = options.isRollbackAllowed ? ["--allow-rollback"] : [];
  const plan = await planSync(run, projected, { isAdopting, isRerun, jobArguments: [...claim, ...rollback] });
  guardPlan(plan, projected, { removal: options.allowedRemovals, isRollback: options.isRollbackAllowed });
  if (isRollback(plan, projected)) run.progress.detail("this projection was synced before the current one: a rollback");
  return plan;
}

/** The plan that was agreed to. While nobody answers, the lock is kept; an old plan is made afresh. */
async function confirmed(run: Run, first: SyncPlan, lock: Lock): Promise<SyncPlan> {
  const { clock, user, target } = run;
  let plan = first;
  for (;;) {
    const asked = clock.now();
    if (!(await answered(run, user.confirm(callouts(plan)), lock))) {
      throw new OperationStop("refused", "not confirmed", { state: `nothing was written to ${target.name}` });
    }
    if (clock.now() - asked <= PLAN_LIFETIME_MS) return plan;
    const fresh = await plannedAndGuarded(run);
    const isSame = changeKey(fresh) === changeKey(plan);
    plan = fresh;
    if (isSame) return plan;
    run.progress.detail("the cluster has changed while the plan was looked at:");
    user.show(plan, callouts(plan));
  }
}

async function answered({ clock }: Operation, answer: Promise<boolean>, lock: Lock): Promise<boolean> {
  for (;;) {
    const first = await Promise.race([answer, clock.sleep(MS_PER_SECOND).then(() => undefined)]);
    if (first !== undefined) return first;
    await lock.keep();
  }
}

function changeKey({ changes, job }: SyncPlan): string {
  return JSON.stringify([changes.map(({ kind, name, action, fields }) => [kind, name, action, fields]), job]);
}

async function carryOut(run: Run, plan: SyncPlan, lock: Lock): Promise<SyncOutcome> {
  const { progress, clock, projected, options, clusterUid } = run;
  const begin = clock.now();
  const written = await applyChanges(run, plan, lock);
  if (written > 0) {
    progress.done(`applied ${written} ${written === 1 ? "object" : "objects"}  ${secondsSince(clock, begin)}`);
  }
  await followRollouts(run, projected.objects, lock, options.timeoutMs);
  const receipt = plan.job.kind === "none" ? undefined : await runJob(run, plan, lock);
  const pruned = await pruneChanges(run, plan, lock);
  if (pruned > 0) progress.done(`pruned ${pruned} ${pruned === 1 ? "object" : "objects"}`);
  return { kind: "synced", clusterUid, plan, receipt: receipt ?? plan.live.receipts.at(-1) };
}

/** Creates the Job where there is none yet, follows it, and records what is proved. */
async function runJob(run: Run, { job, live, changes }: SyncPlan, lock: Lock): Promise<Receipt> {
  const last = live.receipts.at(-1);
  const isTakenUp = last?.outcome === "pending" && last.job === job.name;
  const pending: Receipt = isTakenUp ? last : newReceipt(run, job.name, (last?.number ?? 0) + 1);
  if (job.kind === "create") {
    run.clock.checkInterruption();
    await lock.prove();
    await record(run, live.receipts, pending);
    const desired = changes.find(({ kind, action }) => kind === "Job" && action === "create")?.desired;
    if (desired) await createJob(run, desired, followedSyncJob(run.target, job.name).words);
  }
  return await completed(run, live.receipts, pending, lock);
}

function newReceipt(run: Run, job: string, number: number): Receipt {
  const { projected, user } = run;
  return {
    number,
    outcome: "pending",
    hash: hashOfJob(job),
    job,
    at: serverTimestamp(run),
    who: user.who,
    commit: projected.commit,
    is_dirty: projected.isDirty,
    activities: expectedActivities(projected.objects).length,
    shards: shardNames(projected.objects),
  };
}

/** Follows the Job of a receipt to its proved end, and writes how it ended. */
async function completed(run: Run, receipts: readonly Receipt[], pending: Receipt, lock: Lock): Promise<Receipt> {
  const { target, options } = run;
  try {
    const end = await followJob(run, followedSyncJob(target, pending.job), lock, options.timeoutMs);
    if (end.failure) throw end.failure;
    const counts = proved(run, pending.job, end);
    const receipt: Receipt = { ...pending, outcome: "ok", at: serverTimestamp(run), counts };
    await record(run, receipts, receipt);
    run.progress.done(`receipt ${receipt.number}`);
    return receipt;
  } catch (error) {
    if (error instanceof Interrupted) {
      throw new OperationStop("interrupted", "interrupted", {
        state: `Job ${pending.job} goes on`,
        next: `actdef sync ${target.name} --attach`,
      });
    }
    const outcome = outcomeOf(error);
    if (outcome) await record(run, receipts, { ...pending, outcome, at: serverTimestamp(run) }).catch(() => undefined);
    throw error;
  }
}

/** What is recorded of a stop; nothing where the Job may still go on, so that the next run takes it up. */
function outcomeOf(error: unknown): Receipt["outcome"] | undefined {
  if (!(error instanceof OperationStop) || !error.details.isOver) return undefined;
  return error.kind === "unknown" ? "unknown" : "failed";
}

function proved(run: Run, job: string, end: JobEnd): Readonly<Record<string, number>> {
  const { projected, target, clusterUid } = run;
  const activities = expectedActivities(projected.objects);
  const verification = verifyResult(end.log, end.terminationMessage, {
    job,
    indexSha256: definitionSources(projected.objects).indexSha256,
    database: target.database.name,
    clusterUid,
    activities,
  });
  if (!verification.isProved) {
    throw new OperationStop("unknown", `the outcome of Job ${job} is not proved: ${verification.reason}`, {
      state: "the Job is complete; what it wrote is not known",
      isOver: true,
      next: `actdef sync ${target.name} --rerun`,
    });
  }
  const { counts } = verification;
  const words = Object.entries(counts).map(([action, count]) => `${count} ${action}`);
  run.progress.done(`verified ${activities.length} of ${activities.length}: ${words.join(", ") || "nothing to do"}`);
  return counts;
}

async function record({ cluster, target }: Run, receipts: readonly Receipt[], receipt: Receipt): Promise<void> {
  await writeReceipts(cluster, target.namespace, withReceipt(receipts, receipt));
}

/** Waits for the Job of the last receipt. */
async function attach(run: Run, lock: Lock): Promise<SyncOutcome> {
  const { target, projected, clusterUid } = run;
  const { receipts } = await readLiveState(run.cluster, target.namespace);
  const last = receipts.at(-1);
  if (last?.outcome !== "pending") {
    throw new OperationStop("refused", "no sync is under way that could be attached to", {
      ...(last ? { why: `the last one, number ${last.number}, is ${last.outcome}` } : {}),
      next: `actdef sync ${target.name}`,
    });
  }
  if (last.hash !== hashOfJob(projected.job.metadata.name)) {
    throw new OperationStop("refused", `the sync that is under way, ${last.job}, is of another projection than this`, {
      next: `check out commit ${last.commit ?? "(none was recorded)"} to attach to it; or replace it: actdef sync ${target.name}`,
    });
  }
  const receipt = await completed(run, receipts, last, lock);
  return { kind: "synced", clusterUid, plan: undefined, receipt };
}
