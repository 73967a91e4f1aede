import { canRead } from "../rules/check-rules.ts";
import type { Rule } from "../rules/rule.ts";
import { rules } from "../rules/rules.ts";
import type { Span } from "../source/source-file.ts";
import { editsOf, placesAfter } from "./edits.ts";
import type { Fix, Reading } from "./fix.ts";

/**
 * Whether fixes have made a file worse: it no longer parses, or has an error of a kind that it did not have, or what
 * they answer is still there. An error that was there unseen, behind broken YAML or a field that no rule could read, is
 * not the fixes' doing.
 */
export function isWorse(before: Reading, after: Reading, fixes: readonly Fix[]): boolean {
  if (isParsed(before) && !isParsed(after)) return true;
  const known = new Set(errorCodes(before));
  if (errorCodes(after).some((code) => !known.has(code) && wasJudged(code, before))) return true;
  const codes = new Set(fixes.map(({ answers }) => answers));
  const left = after.diagnostics.filter(({ code }) => codes.has(code));
  const places = placesAfter(editsOf(fixes));
  return left.some(({ span }) => overlapsAny(span, places));
}

/** Whether a span shares a character with one of some others, which are in order and do not overlap. */
function overlapsAny({ start, end }: Span, others: readonly Span[]): boolean {
  let low = 0;
  let high = others.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((others[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const next = others[low];
  return next !== undefined && next.start < end;
}

function isParsed({ definition, target }: Reading): boolean {
  return definition !== undefined || target !== undefined;
}

function errorCodes({ diagnostics }: Reading): string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

/** Whether a problem of this code would have been seen. */
function wasJudged(code: string, { definition, target }: Reading): boolean {
  const rule: Rule | undefined = rules.find((other) => other.code === code);
  if (definition) return rule === undefined || canRead(rule, definition);
  return target !== undefined && (rule === undefined || target.invalid.length === 0);
}
