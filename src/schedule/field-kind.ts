/** What may stand in one of the five fields. */
export interface FieldKind {
  /** What messages call the field and a value of it. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Full names of the values, from `min` on; an expression uses their first three letters, in any case. */
  readonly names: readonly string[];
}

const MONTHS = "January February March April May June July August September October November December";
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";

/** The five fields, in the order of an expression. */
export const fieldKinds = {
  minute: { label: "minute", min: 0, max: 59, names: [] },
  hour: { label: "hour", min: 0, max: 23, names: [] },
  dayOfMonth: { label: "day of month", min: 1, max: 31, names: [] },
  month: { label: "month", min: 1, max: 12, names: MONTHS.split(" ") },
  dayOfWeek: { label: "day of week", min: 0, max: 6, names: WEEKDAYS.split(" ") },
} satisfies Record<string, FieldKind>;

/** The three letters that an expression uses for `name`: JAN for January. */
export function shortName(name: string): string {
  return name.slice(0, 3).toUpperCase();
}

/** The values of `kind` for a message: "0 to 6, or SUN to SAT". */
export function expectedValues(kind: FieldKind): string {
  const [first, ...others] = kind.names.map(shortName);
  const numbers = `${kind.min} to ${kind.max}`;
  return first === undefined ? numbers : `${numbers}, or ${first} to ${others.at(-1)}`;
}
