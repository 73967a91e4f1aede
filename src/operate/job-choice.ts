import { isUnfinished, jobState } from "../cluster/job-state.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import type { Receipt } from "./receipts.ts";

/** What becomes of the Job of a projection. */
export interface JobChoice {
  /**
   * `none`: the database has this projection. `create`: a new one. `attach`: it runs already. `verify`: it is complete,
   * and the sync that had created it was cut off before it could say so.
   */
  readonly kind: "none" | "create" | "attach" | "verify";
  readonly name: string;
}

export interface JobQuestion {
  /** The name of the first attempt, as in the manifest. */
  readonly firstName: string;
  /** Every sync Job that is there. */
  readonly jobs: readonly LiveObject[];
  readonly receipts: readonly Receipt[];
  readonly isRerun: boolean;
}

/**
 * Which Job brings a projection into the database. A Job is immutable and named by the projection's hash, so its attempts
 * are numbered, and a Job that ended is kept as evidence. That a Job is complete says nothing by itself: after A, B and
 * A again the Job of A is complete, and the database has B. So the last receipt decides.
 */
export function chooseJob({ firstName, jobs, receipts, isRerun }: JobQuestion): JobChoice {
  const hash = hashOfJob(firstName);
  const own = jobs.filter(({ metadata }) => hashOfJob(metadata.name) === hash);
  const running = own.find((job) => jobState(job).kind === "running");
  if (running) return { kind: "attach", name: running.metadata.name };
  const last = receipts.at(-1);
  if (last?.hash === hash && !isRerun) {
    if (last.outcome === "ok") return { kind: "none", name: last.job };
    const job = own.find(({ metadata }) => metadata.name === last.job);
    const isComplete = job !== undefined && jobState(job).kind === "complete";
    if (last.outcome === "pending" && isComplete) return { kind: "verify", name: last.job };
    if (last.outcome === "pending" && !job) return { kind: "create", name: last.job };
  }
  const used = [...own.map(({ metadata }) => metadata.name), ...receipts.map(({ job }) => job)];
  const numbers = used.filter((name) => hashOfJob(name) === hash).map(attemptOf);
  return { kind: "create", name: jobName(hash, Math.max(0, ...numbers) + 1) };
}

/** Jobs of other projections that may still start or run, and would then bring their state over this one. */
export function supersededJobs(jobs: readonly LiveObject[], firstName: string): readonly LiveObject[] {
  const hash = hashOfJob(firstName);
  return jobs.filter((job) => isUnfinished(job) && hashOfJob(job.metadata.name) !== hash);
}

const JOB_NAME = /^actcore-sync-([0-9a-f]{10})-a(\d+)$/;

/** The hash in the name of a sync Job; empty for any other name. */
export function hashOfJob(name: string): string {
  return JOB_NAME.exec(name)?.[1] ?? "";
}

function attemptOf(name: string): number {
  return Number(JOB_NAME.exec(name)?.[2] ?? 0);
}

function jobName(hash: string, attempt: number): string {
  return `actcore-sync-${hash}-a${attempt}`;
}
