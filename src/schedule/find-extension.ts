import { type FieldKind, fieldKinds } from "./field-kind.ts";
import { type Finding, findingAt, replace } from "./finding.ts";
import { quote } from "./quote.ts";
import type { Token } from "./token.ts";

/** A letter where a value may stand, alone or beside a value: `L`, `15W`, `FRIL`, `LW`, `L-3`, `H(0-7)`, `?/5`. */
const EXTENSION = /(?:^|-)(?:[0-9]{1,2}|[A-Z]{3}(?=L))?([LWHR?])W?(?=$|[-/(])/i;

/** What to write instead of each letter. */
const helps: ReadonlyMap<string, string> = new Map([
  ["L", 'write a day that every month has, such as "28", or a plain day of the week'],
  ["W", 'write a plain day, or leave it as "*" with "MON-FRI" as the day of week'],
  ["?", 'write "*"'],
  ["H", 'write a fixed value, and spread the load with "schedule.jitter_seconds"'],
  ["R", 'write a fixed value, and spread the load with "schedule.jitter_seconds"'],
]);

/** Finds what other dialects add to the items of cron: a counted weekday (`5#2`), or one of the letters `L W ? H R`. */
export function findExtension(item: Token, kind: FieldKind): Finding | undefined {
  if (kind === fieldKinds.dayOfWeek && item.text.includes("#")) return countedWeekday(item);
  const letter = EXTENSION.exec(item.text)?.[1]?.toUpperCase() ?? "";
  const help = helps.get(letter);
  if (help === undefined) return undefined;
  const reason =
    letter === "?"
      ? 'expected "*": CronJob reads a star, and Temporal refuses it'
      : `expected plain values: no two engines read "${letter}" alike`;
  return findingAt("cron-extension-letter", item, {
    message: `${quote(item.text)} is an extension of cron, ${reason}`,
    help,
    ...(item.text === "?" && isDayField(kind) && { edit: replace(item, "*") }),
  });
}

function countedWeekday(item: Token): Finding {
  return findingAt("cron-nth-weekday", item, {
    message: `${quote(item.text)} counts a weekday within the month, expected plain days: Temporal reads "#" as a comment and fires every week`,
    help: "write the plain day of the week, and check in the activity which week it is",
  });
}

/** Only in a day field does a lone `?` mean the same wherever it is known: any day. */
function isDayField(kind: FieldKind): boolean {
  return kind === fieldKinds.dayOfMonth || kind === fieldKinds.dayOfWeek;
}
