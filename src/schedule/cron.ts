import type { CronProblemCode } from "./cron-problems.ts";
import { applyEdits, type Finding } from "./finding.ts";
import { readAlias } from "./read-alias.ts";
import { isError } from "./read-field.ts";
import { type CronFields, readFields } from "./read-fields.ts";
import { stripSurroundings } from "./strip-surroundings.ts";
import { type Token, tokenize } from "./token.ts";

export type { CronField } from "./read-field.ts";

/**
 * A schedule in the dialect on which Temporal, Kubernetes CronJob and systemd agree: it fires, in UTC, at second 0 of
 * every minute that matches all five fields. At most one of the two day fields is restricted.
 */
export interface Cron extends CronFields {
  /** The expression as written, which may be an alias such as `@hourly`. */
  readonly source: string;
}

/** One reason why an expression is refused, or questioned. */
export interface CronProblem {
  readonly code: CronProblemCode;
  /** Offset of the offending token in the expression, in UTF-16 units. */
  readonly start: number;
  /** Offset behind the token, which is empty only where the whole expression is. */
  readonly end: number;
  readonly message: string;
  readonly help: string;
  /** The whole expression with all of its problems corrected, where each has one safe answer. */
  readonly replacement?: string;
}

/** What an expression says: a cron unless a problem is an error, and all problems by their place in the expression. */
export interface CronReading {
  readonly cron?: Cron;
  readonly problems: readonly CronProblem[];
}

/** Reads a cron expression of five fields, or an alias. Never throws; takes time in proportion to the length of `text`. */
export function parseCron(text: string): CronReading {
  if (text === last.text) return last.reading;
  const reading = known.get(text) ?? readCron(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, reading);
  last = { text, reading };
  return reading;
}

/** What was read before: the gate, the model and the rules all ask for the same, and a fleet has few schedules. */
const known = new Map<string, CronReading>();
const MAX_KNOWN = 16_384;

/** The one that was asked for last, which a dozen rules ask for one after another. */
let last: { readonly text: string; readonly reading: CronReading } = { text: "", reading: readCron("") };

function readCron(text: string): CronReading {
  const { tokens, findings: outer } = stripSurroundings(text);
  const { fields, findings: inner } = readSchedule(text, tokens);
  const findings = [...outer, ...inner].sort((a, b) => a.start - b.start);
  const replacement = correct(text, findings);
  const problems = findings.map(({ edit, ...problem }) =>
    replacement === undefined ? problem : { ...problem, replacement },
  );
  if (fields === undefined || findings.some(isError)) return { problems };
  return { cron: { source: text, ...fields }, problems };
}

function readSchedule(
  text: string,
  tokens: readonly Token[],
): { readonly fields?: CronFields; readonly findings: readonly Finding[] } {
  const [first, ...rest] = tokens;
  if (!first?.text.startsWith("@")) return readFields(text, tokens);
  const { fields, findings } = readAlias(text, first, rest);
  return fields === undefined ? { findings } : readFields(fields, tokenize(fields));
}

/** The expression with the edits of all findings, or nothing where one of them has no safe answer. */
function correct(text: string, findings: readonly Finding[]): string | undefined {
  const edits = findings.flatMap((finding) => finding.edit ?? []);
  return edits.length < findings.length ? undefined : applyEdits(text, edits).trim();
}
