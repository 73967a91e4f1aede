/**
 * Why an operation ended before its end, each with an exit code of its own: `usage` 2, `stale` 3, `refused` 4, `locked` 5,
 * `failed` 6, `unknown` 7 and `interrupted` 130.
 */
export type StopKind = "usage" | "stale" | "refused" | "locked" | "failed" | "unknown" | "interrupted";

/** What a person needs to know beside the message, each a line or several, in this order. */
export interface StopDetails {
  /** What Kubernetes said. */
  readonly event?: string | readonly string[];
  /** The last lines of a log. */
  readonly log?: readonly string[];
  /** What probably is the reason. */
  readonly why?: string;
  /** What was done and what was not. */
  readonly state?: string;
  /** What to do now. */
  readonly next?: string | readonly string[];
  /** Of a Job that was followed, and is not told: it has ended and changes nothing any more, however it ended. */
  readonly isOver?: boolean;
}

/** An operation that stopped for a reason that its user can act on. */
export class OperationStop extends Error {
  readonly kind: StopKind;
  readonly details: StopDetails;

  constructor(kind: StopKind, message: string, details: StopDetails = {}) {
    super(message);
    this.kind = kind;
    this.details = details;
  }

  /** The same, with details that are not told yet. */
  with(details: StopDetails): OperationStop {
    return new OperationStop(this.kind, this.message, { ...details, ...this.details });
  }
}
