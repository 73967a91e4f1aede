import { cronProblems } from "./cron-problems.ts";
import type { FieldKind } from "./field-kind.ts";
import { type FieldRange, valuesIn } from "./field-range.ts";
import { type Finding, findingAt } from "./finding.ts";
import { readItem } from "./read-item.ts";
import { split, type Token } from "./token.ts";

/** One field of a schedule. */
export interface CronField {
  /** The items of its list, in the order in which they are written. */
  readonly ranges: readonly FieldRange[];
  /** The values at which the field matches: ascending, distinct. */
  readonly values: readonly number[];
  /** Whether it is anything but a bare `*`, even where every value matches. */
  readonly restricted: boolean;
}

/** What a field says, and what is wrong with it. */
export interface FieldReading {
  readonly field: CronField;
  readonly findings: readonly Finding[];
}

/** Sound fields that were read before: few are ever written, though in many combinations. */
const known = new Map<FieldKind, Map<string, FieldReading>>();
const MAX_KNOWN = 4096;

/** Reads a field, which is a comma list of items: the field holds those of them that are sound. */
export function readField(token: Token, kind: FieldKind): FieldReading {
  const ofKind = known.get(kind) ?? new Map<string, FieldReading>();
  const before = ofKind.get(token.text);
  if (before) return before;
  const reading = readItems(token, kind);
  // A finding has a place, which is this expression's own.
  if (reading.findings.length === 0 && ofKind.size < MAX_KNOWN) known.set(kind, ofKind.set(token.text, reading));
  return reading;
}

function readItems(token: Token, kind: FieldKind): FieldReading {
  const items = split(token, ",").filter((item) => item.text !== "");
  const readings = items.map((item) => readItem(item, kind));
  const ranges = readings.flatMap(({ range, findings }) =>
    range === undefined || findings.some(isError) ? [] : range,
  );
  return {
    field: { ranges, values: valuesIn(ranges), restricted: token.text !== "*" },
    findings: [...emptyItems(token), ...readings.flatMap((reading) => reading.findings)],
  };
}

/** Whether a finding refuses the expression, other than a warning. */
export function isError(finding: Finding): boolean {
  return cronProblems[finding.code].severity === "error";
}

/** Finds every comma that lacks an item before it, or at the end of the field after it. */
function emptyItems(token: Token): Finding[] {
  return Array.from(token.text.matchAll(/^,|,(?=,|$)/g), ({ index }) => {
    const comma = { text: ",", start: token.start + index, end: token.start + index + 1 };
    const message = 'the item beside this "," is empty, expected a value on both sides';
    return findingAt("cron-syntax", comma, { message, help: "remove the comma, or write the missing value" });
  });
}
