import type { Attack } from "./attacks.ts";

const SHORTEST = 8;
const LONGEST = 16_000;
/** So small a step that even work of exponential time is met while it still ends. */
const STEP = 1.25;
/** Linear work stays far below this with the longest text. */
const MOST_MILLISECONDS = 10;
/** On twice the text linear work takes 2 times as long, quadratic work 4 times. */
const MOST_GROWTH = 2.8;
const REPETITIONS = 5;

type Work = (text: string) => unknown;

/**
 * The length from which on work takes too long: more than its time, and far more than twice that of half the length.
 * Nothing if there is none. What exceeds the time once is measured again; the least of several times is free of what
 * else the machine did.
 */
export function slowFrom(work: Work, attack: Attack): number | undefined {
  for (let length = SHORTEST; length <= LONGEST; length *= STEP) {
    if (milliseconds(work, attack(length)) > MOST_MILLISECONDS && isSlow(work, attack, length)) return length;
  }
  return undefined;
}

function isSlow(work: Work, attack: Attack, length: number): boolean {
  const whole = least(work, attack(length));
  return whole > MOST_MILLISECONDS && whole > MOST_GROWTH * least(work, attack(length / 2));
}

function least(work: Work, text: string): number {
  return Math.min(...Array.from({ length: REPETITIONS }, () => milliseconds(work, text)));
}

function milliseconds(work: Work, text: string): number {
  const start = process.hrtime.bigint();
  work(text);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
