import { checkBounds } from "./check-bounds.ts";
import type { FieldKind } from "./field-kind.ts";
import type { FieldRange } from "./field-range.ts";
import { findExtension } from "./find-extension.ts";
import { type Finding, findingAt } from "./finding.ts";
import { codePoint, quote } from "./quote.ts";
import { readValue } from "./read-value.ts";
import { startStep } from "./start-step.ts";
import { stepSize } from "./step-size.ts";
import { split, type Token } from "./token.ts";

/** An item as read: the range is sound where no finding is an error, and may be missing where one is. */
interface ItemReading {
  readonly range?: FieldRange;
  readonly findings: readonly Finding[];
}

/** Reads one item of a field's list: `*`, `v` or `a-b`, each with or without `/n`. */
export function readItem(token: Token, kind: FieldKind): ItemReading {
  const foreign = findExtension(token, kind) ?? foreignCharacter(token);
  if (foreign !== undefined) return { findings: [foreign] };
  const parts = takeApart(token);
  if (parts === undefined) return { findings: [malformed(token, kind)] };
  const readings = parts.bounds.map((bound) => readValue(bound, kind));
  const values = readings.length === 0 ? [kind.min, kind.max] : readings.map((reading) => reading.value);
  const [start, end] = [values[0], values.at(-1)];
  const findings = readings.flatMap((reading) => reading.findings);
  if (start === undefined || end === undefined) {
    return { findings: [...findings, ...stepSize({ token, kind, ...parts, start: kind.min, end: kind.max })] };
  }
  const item = { token, kind, ...parts, start, end };
  return {
    range: { start, end, step: parts.step?.size ?? 1 },
    findings: [...findings, ...checkBounds(item), ...startStep(item), ...stepSize(item)],
  };
}

/** Splits an item into what stands before and after the slash; undefined where the pieces have another shape. */
function takeApart(token: Token) {
  const [base = token, step, ...rest] = split(token, "/");
  const bounds = base.text === "*" ? [] : split(base, "-");
  if (rest.length > 0 || bounds.length > 2 || bounds.some((bound) => bound.text === "")) return undefined;
  if (step === undefined) return { bounds, step };
  return /^[0-9]+$/.test(step.text) ? { bounds, step: { token: step, size: Number(step.text) } } : undefined;
}

function foreignCharacter(item: Token): Finding | undefined {
  const match = /[^0-9A-Za-z*/-]/u.exec(item.text);
  if (match === null) return undefined;
  const [character] = match;
  const start = item.start + match.index;
  const message = `${quote(character)} (${codePoint(character)}) has no meaning in a cron expression, expected only digits, letters and "* / , -"`;
  const help = "remove it, or type the plain character that it stands for";
  return findingAt("cron-syntax", { text: character, start, end: start + character.length }, { message, help });
}

function malformed(item: Token, kind: FieldKind): Finding {
  const range = `${kind.min}-${kind.max}`;
  const message = `${quote(item.text)} is not an item of the ${kind.label} field, expected "*", "*/n", "v", "a-b" or "a-b/n"`;
  return findingAt("cron-syntax", item, {
    message,
    help: `write a value, a range such as "${range}" or a step such as "*/2"`,
  });
}
