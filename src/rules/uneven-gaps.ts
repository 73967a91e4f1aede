import { type Cron, type CronField, parseCron } from "../schedule/cron.ts";
import { type FieldKind, fieldKinds } from "../schedule/field-kind.ts";
import { gaps } from "../schedule/gaps.ts";
import { cronOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

interface SteppedField {
  readonly name: keyof typeof fieldKinds;
  readonly unit: string;
  /** Absent for months, which are not all equally long. */
  readonly unitSeconds?: number;
  /** What the step starts anew with. */
  readonly period: string;
}

/** In the order of an expression. */
const FIELDS: readonly SteppedField[] = [
  { name: "minute", unit: "minutes", unitSeconds: 60, period: "hour" },
  { name: "hour", unit: "hours", unitSeconds: 3600, period: "day" },
  { name: "dayOfMonth", unit: "days", unitSeconds: 86_400, period: "month" },
  { name: "month", unit: "months", period: "year" },
  { name: "dayOfWeek", unit: "days", unitSeconds: 86_400, period: "week" },
];

export const unevenGaps = defineRule({
  code: "uneven-gaps",
  severity: "warning",
  negotiable: true,
  summary: "A step does not divide its field, so that the gaps between fires differ.",
  rationale:
    "A step starts anew with every hour, day, week, month or year. `*/25` fires at the minutes 0, 25 and 50, and 10 minutes later at 0 again. A budget that fits 25 minutes does not fit these 10.",
  scope: "definition",
  reads: ["schedule.cron"],
  check({ activity }, report) {
    const cron = cronOf(activity);
    if (!cron || FIELDS.every(({ name }) => !isStepped(cron[name]))) return;
    const tokens = Array.from(activity.schedule.cron.matchAll(/\S+/g), ({ 0: text, index }) => ({ text, index }));
    const texts = tokens.map(({ text }) => text);
    FIELDS.forEach((field, position) => {
      const { text, index } = tokens[position] ?? { text: "", index: 0 };
      const [range] = cron[field.name].ranges;
      if (!range || !isStepped(cron[field.name])) return;
      const shortest = shortestGap(cron, field, texts, position);
      if (shortest === undefined || shortest >= range.step) return;
      report({
        at: ["schedule", "cron"],
        within: { start: index, end: index + text.length },
        message: `"${text}" leaves gaps of ${shortest} to ${range.step} ${field.unit}, since it starts anew every ${field.period}`,
        help: helpFor(fieldKinds[field.name], field, range.step),
      });
    });
  },
});

/** Whether a field is one range with a step, and nothing else. */
function isStepped({ ranges: [range, ...others] }: CronField): boolean {
  return range !== undefined && range.step !== 1 && others.length === 0;
}

/** The shortest gap that a field makes, in its unit: as if the fields of shorter units had one value each. */
function shortestGap(cron: Cron, field: SteppedField, texts: readonly string[], position: number): number | undefined {
  if (field.unitSeconds === undefined) {
    const { values } = cron[field.name];
    return (values[0] ?? 0) + 12 - (values.at(-1) ?? 0);
  }
  const slower =
    position === 4 ? ["0", "0", ...texts.slice(2)] : ["0", "0"].slice(0, position).concat(texts.slice(position));
  const alone = parseCron(slower.join(" ")).cron;
  const shortest = alone && gaps(alone)?.shortestSeconds;
  return shortest && shortest / field.unitSeconds;
}

function helpFor({ min, max }: FieldKind, { unit, name }: SteppedField, step: number): string {
  const size = max - min + 1;
  const divisors = Array.from({ length: size }, (_, divisor) => divisor).filter((it) => it > 1 && size % it === 0);
  const near = [divisors.findLast((divisor) => divisor < step), divisors.find((divisor) => divisor > step)];
  const steps = name === "dayOfMonth" ? [] : near.flatMap((divisor) => (divisor ? [`*/${divisor}`] : []));
  const listed = `list the ${unit}, if this is meant`;
  return steps.length === 0 ? listed : `write ${steps.join(" or ")}, or ${listed}`;
}
