import type { Condition, OutcomePolicy } from "../activity/compiled-activity.ts";
import type { Counts, Outcome } from "../activity/run.ts";
import { valueAt } from "./json-pointer.ts";

/** A whole answer of the called service. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Judgement {
  readonly outcome: Outcome;
  /** Null where the outcome is `ok`. */
  readonly reason: string | null;
  readonly counts: Counts | null;
}

/** How much of a value is quoted in a reason. */
const MAX_QUOTED_CHARACTERS = 100;

const COUNT_NAMES = ["swept", "skipped_lock", "skipped_budget", "failed"] as const;

/** What would change how the rest of a line is shown. */
const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * The outcome that an answer stands for: its status first, then `fail_when`, then `warn_when`. One that is not JSON, or
 * lacks the pointer, makes `fail_when` true and `warn_when` false.
 *
 * @param secrets texts that are hidden where an answer repeats them
 */
export function judgeAnswer(policy: OutcomePolicy, answer: Answer, secrets: readonly string[] = []): Judgement {
  const document = readJson(answer.text);
  const counts = countsOf(document);
  const because = (outcome: Outcome, reason: string): Judgement => ({ outcome, reason, counts });
  const { success_status, fail_when, warn_when } = policy;
  if (!success_status.some(({ from, to }) => from <= answer.status && answer.status <= to))
    return because("failed", `the service answered ${answer.status}`);
  if (fail_when) {
    const value = valueAt(document, fail_when.pointer);
    if (document === undefined) return because("failed", "the answer is not JSON, and fail_when needs it");
    if (value === undefined) return because("failed", `the answer lacks ${fail_when.pointer}, which fail_when reads`);
    if (holds(fail_when, value)) return because("failed", conditionWords("fail_when", fail_when, value, secrets));
  }
  if (warn_when) {
    const value = valueAt(document, warn_when.pointer);
    if (value !== undefined && holds(warn_when, value))
      return because("warn", conditionWords("warn_when", warn_when, value, secrets));
  }
  return { outcome: "ok", reason: null, counts };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function holds(condition: Condition, value: unknown): boolean {
  if (condition.equals !== undefined) return value === condition.equals;
  if (condition.not_equals !== undefined) return value !== condition.not_equals;
  return condition.greater_than !== undefined && typeof value === "number" && value > condition.greater_than;
}

function conditionWords(name: string, condition: Condition, value: unknown, secrets: readonly string[]): string {
  const { pointer, equals, not_equals, greater_than } = condition;
  const place = pointer === "" ? "the answer" : pointer;
  const expected =
    equals !== undefined
      ? `equals ${JSON.stringify(equals)}`
      : not_equals !== undefined
        ? `not_equals ${JSON.stringify(not_equals)}`
        : `greater_than ${greater_than}`;
  return `${place} is ${quoted(value, secrets)} (${name}: ${expected})`;
}

/** A scalar as JSON, cut; of anything larger only what it is. */
function quoted(value: unknown, secrets: readonly string[]): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(typeof value === "string" ? hide(value, secrets) : value).replace(UNSHOWABLE, "\ufffd");
  return text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "•••"), text);
}

function countsOf(document: unknown): Counts | null {
  const counts: Partial<Record<keyof Counts, number>> = {};
  for (const name of COUNT_NAMES) {
    const value = valueAt(document, `/counts/${name}`);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) counts[name] = value;
  }
  return Object.keys(counts).length > 0 ? counts : null;
}
