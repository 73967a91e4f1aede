import { type Clock, Interrupted } from "../cluster/clock.ts";
import { EXIT } from "./exit-codes.ts";

/** The real clock. The first Ctrl-C ends a wait of it, and what is under way is ended in order; the second ends the program. */
export function interruptibleClock(): Clock & { readonly signal: AbortSignal; stopListening(): void } {
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const checkInterruption = () => {
    if (interruption.signal.aborted) throw new Interrupted();
  };
  return {
    signal: interruption.signal,
    now: () => Date.now(),
    checkInterruption,
    sleep: (milliseconds) =>
      new Promise((resolve, reject) => {
        if (interruption.signal.aborted) return reject(new Interrupted());
        const end = () => {
          clearTimeout(timer);
          reject(new Interrupted());
        };
        const timer = setTimeout(() => {
          interruption.signal.removeEventListener("abort", end);
          resolve();
        }, milliseconds);
        interruption.signal.addEventListener("abort", end, { once: true });
      }),
    stopListening: () => {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
    },
  };
}
