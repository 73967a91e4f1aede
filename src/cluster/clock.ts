/** Time, as an operation sees it. Only the command line has the real one. */
export interface Clock {
  /** Milliseconds since 1970, in UTC. */
  now(): number;
  /** Waits that many milliseconds. Throws `Interrupted` when the user asks to stop. */
  sleep(milliseconds: number): Promise<void>;
  /** Throws `Interrupted` where the user has asked to stop. */
  checkInterruption(): void;
}

/** The user asked to stop, such as by Ctrl-C. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}
