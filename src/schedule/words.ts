import cronstrue from "cronstrue";
import type { Cron, CronField } from "./cron.ts";
import { type FieldKind, fieldKinds } from "./field-kind.ts";
import { listOfValues } from "./list-of-values.ts";

/** Values that are still read one by one; a longer list is better said by its step. */
const MAX_LISTED_VALUES = 6;

/** A cron in English, to follow "it runs": `every 15 minutes`, `at 02:30, Monday through Friday`; 24-hour time, in UTC. */
export function cronInWords(cron: Cron): string {
  const fields = [
    plainTime(cron.minute, fieldKinds.minute),
    plainTime(cron.hour, fieldKinds.hour),
    plainDate(cron.dayOfMonth, fieldKinds.dayOfMonth),
    plainDate(cron.month, fieldKinds.month),
    plainDate(cron.dayOfWeek, fieldKinds.dayOfWeek),
  ];
  const words = cronstrue.toString(fields.join(" "), { use24HourTimeFormat: true });
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Days and months are listed: of what fires daily in every third month, cronstrue says "every 3 months". */
function plainDate(field: CronField, kind: FieldKind): string {
  return field.values.length === sizeOf(kind) ? "*" : listOfValues(field.values);
}

/** Of a time, a step is kept that is even; also one with a long list, and then with its last value, as in `0-56/7`. */
function plainTime(field: CronField, kind: FieldKind): string {
  const [range, ...others] = field.ranges;
  if (range === undefined || range.step === 1 || others.length > 0) return plainDate(field, kind);
  if (range.start === kind.min && field.values.length * range.step === sizeOf(kind)) return `*/${range.step}`;
  if (field.values.length <= MAX_LISTED_VALUES) return plainDate(field, kind);
  return `${range.start}-${field.values.at(-1)}/${range.step}`;
}

function sizeOf(kind: FieldKind): number {
  return kind.max - kind.min + 1;
}
