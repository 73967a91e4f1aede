/** How a program ends that has not done its work: trying again is of no use, or it may help. */
export type StopKind = "refused" | "failed";

/** Ends a program with a message for its operator: what is wrong, what was done, what to do; without secrets. */
export class Stop extends Error {
  readonly kind: StopKind;

  constructor(kind: StopKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

export function refused(message: string): Stop {
  return new Stop("refused", message);
}

export function failed(message: string): Stop {
  return new Stop("failed", message);
}
