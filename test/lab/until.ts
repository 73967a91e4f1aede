import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until the answer is something; throws after that many seconds, with what the last try threw.
 * What `check` throws ends it at once.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { seconds = 60, check = () => {} } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    check();
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`after ${seconds} s still not: ${what}`, { cause });
    await pause(50);
  }
}
