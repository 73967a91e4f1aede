import fc from "fast-check";

/** A generated expression of the portable dialect, with the values that were meant by its fields. */
export interface PortableCron {
  readonly text: string;
  readonly minute: readonly number[];
  readonly hour: readonly number[];
  readonly dayOfMonth: readonly number[];
  readonly month: readonly number[];
  readonly dayOfWeek: readonly number[];
  /** Whether a list means a value twice, which cron-parser refuses. */
  readonly repeats: boolean;
}

interface Part {
  readonly text: string;
  readonly values: readonly number[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const minutes = field(0, 59);
const hours = field(0, 23);
const months = field(1, 12, MONTHS);
const anyDay = fc.constant({ dayOfMonth: every(1, 31), dayOfWeek: every(0, 6) });
const someDates = fc.record({ dayOfMonth: field(1, 31), dayOfWeek: fc.constant(every(0, 6)) });
const someWeekdays = fc.record({ dayOfMonth: fc.constant(every(1, 31)), dayOfWeek: field(0, 6, WEEKDAYS) });

/** Any expression of the dialect. */
export const portableCron = compose(minutes, hours, fc.oneof(anyDay, someDates, someWeekdays), months);

/** Expressions that repeat every week. */
export const weeklyCron = compose(minutes, hours, fc.oneof(anyDay, someWeekdays), fc.constant(every(1, 12)));

/** Expressions of any days, with at most four fires a day. */
export const sparseCron = compose(fewOf(0, 59), fewOf(0, 23), fc.oneof(anyDay, someDates, someWeekdays), months);

function compose(
  minute: fc.Arbitrary<Part>,
  hour: fc.Arbitrary<Part>,
  day: fc.Arbitrary<{ dayOfMonth: Part; dayOfWeek: Part }>,
  month: fc.Arbitrary<Part>,
): fc.Arbitrary<PortableCron> {
  const separator = fc.constantFrom(" ", " ", "  ", "\t", " \t ");
  return fc.record({ minute, hour, day, month, separator }).map(({ minute, hour, day, month, separator }) => {
    const parts = [minute, hour, day.dayOfMonth, month, day.dayOfWeek];
    return {
      text: parts.map((part) => part.text).join(separator),
      minute: minute.values,
      hour: hour.values,
      dayOfMonth: day.dayOfMonth.values,
      month: month.values,
      dayOfWeek: day.dayOfWeek.values,
      repeats: parts.some((part) => new Set(part.values).size < part.values.length),
    };
  });
}

/** A list of one to three items, most often one. */
function field(min: number, max: number, names: readonly string[] = []): fc.Arbitrary<Part> {
  const items = fc.array(item(min, max, names), { minLength: 1, maxLength: 3 });
  return fc.oneof(fc.constant(every(min, max)), item(min, max, names), items.map(join));
}

function fewOf(min: number, max: number): fc.Arbitrary<Part> {
  const value = fc.integer({ min, max }).map((number) => ({ text: `${number}`, values: [number] }));
  return fc.array(value, { minLength: 1, maxLength: 2 }).map(join);
}

function item(min: number, max: number, names: readonly string[]): fc.Arbitrary<Part> {
  const value = (number: number) => fc.constantFrom(`${number}`, ...spellings(names[number - min]));
  const bounds = fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map((pair) => pair.sort((a, b) => a - b));
  const range = bounds.chain(([a = min, b = max]) =>
    fc.tuple(value(a), value(b), fc.integer({ min: 1, max: Math.max(1, b - a) })).chain(([from, to, step]) => {
      const plain = { text: `${from}-${to}`, values: count(a, b, 1) };
      const stepped = { text: `${from}-${to}/${step}`, values: count(a, b, step) };
      return fc.constantFrom(...(a === b ? [plain] : [plain, stepped]));
    }),
  );
  return fc.oneof(
    fc.integer({ min, max }).chain((number) => value(number).map((text) => ({ text, values: [number] }))),
    fc.integer({ min: 1, max: max - min }).map((step) => ({ text: `*/${step}`, values: count(min, max, step) })),
    range,
  );
}

function spellings(name: string | undefined): string[] {
  return name === undefined ? [] : [name, name.toLowerCase(), name.charAt(0) + name.slice(1).toLowerCase()];
}

function every(min: number, max: number): Part {
  return { text: "*", values: count(min, max, 1) };
}

function join(parts: readonly Part[]): Part {
  return { text: parts.map((part) => part.text).join(","), values: parts.flatMap((part) => part.values) };
}

function count(first: number, last: number, step: number): number[] {
  const length = Math.floor((last - first) / step) + 1;
  return Array.from({ length }, (_, index) => first + index * step);
}
