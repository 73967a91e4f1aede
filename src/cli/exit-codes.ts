/** The exit codes of the whole program. */
export const EXIT = {
  ok: 0,
  /** Definitions have problems. */
  problems: 1,
  usage: 2,
  /** Generated files are stale, changes are pending, or a change breaks something that was not acknowledged. */
  stale: 3,
  /** Refused for safety, declined, or nobody could be asked. */
  refused: 4,
  /** Another operation holds the target's lock. */
  locked: 5,
  /** Something outside of the definitions went wrong, such as a full disk. */
  failed: 6,
  /** It may have been done or not. */
  unknown: 7,
  /** A bug in this program. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
