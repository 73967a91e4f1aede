import type { Target } from "../model/target.ts";
import type { StopDetails } from "./operation-stop.ts";

/** A Job that is followed, and what its end means to whoever waits for it. */
export interface FollowedJob {
  readonly name: string;
  readonly deadlineSeconds: number;
  /** The lines of its log that are not shown: what they say is told at the end. */
  readonly hiddenLines: RegExp;
  readonly words: JobWords;
}

/** In the words of the operation that it belongs to. */
interface JobWords {
  /** The command that waits for it again. */
  readonly attach: string;
  /** The command that does the same once more, whatever is there. */
  readonly again: string;
  /** The same, where the Job has surely failed. */
  readonly repeat: string;
  /** What is so where it did not start, and was suspended. */
  readonly notStarted: string;
  readonly failed: string;
  /** Where nobody knows how it ended. */
  readonly unknown: string;
  readonly refused: StopDetails;
}

const APPLIED_NOT_ACTIVE = "the definitions are applied but not active";

export function followedSyncJob({ name: target, database, sync_job }: Target, name: string): FollowedJob {
  return {
    name,
    deadlineSeconds: sync_job.deadline_seconds,
    hiddenLines: /^ACTCORE_SYNC_RESULT /,
    words: {
      attach: `actdef sync ${target} --attach`,
      again: `actdef sync ${target} --rerun`,
      repeat: `actdef sync ${target}`,
      notStarted: `nothing was written to the database; the Job is suspended; ${APPLIED_NOT_ACTIVE}`,
      failed: `a transaction that was not committed has left nothing in the database; ${APPLIED_NOT_ACTIVE}`,
      unknown: "what the database has is not known before the next sync",
      refused: {
        why: "it compares the database's name and the cluster's UID stored in it with this target's, before it writes",
        state: `nothing was written to the database; ${APPLIED_NOT_ACTIVE}`,
        next: `see which database the Secret ${database.secret} leads to; a fresh one is claimed with: actdef sync ${target} --claim-database --rerun`,
      },
    },
  };
}
