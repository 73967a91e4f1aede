import { fieldKinds } from "./field-kind.ts";
import { type Finding, findingAt } from "./finding.ts";
import { quote } from "./quote.ts";
import { type CronField, readField } from "./read-field.ts";
import { enclose, type Token } from "./token.ts";

/** The five fields of a schedule. */
export interface CronFields {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  /** 1 is January. */
  readonly month: CronField;
  /** 0 is Sunday. */
  readonly dayOfWeek: CronField;
}

/** Reads the expression `text`, which consists of `tokens`; without fields where they are not five. */
export function readFields(
  text: string,
  tokens: readonly Token[],
): { readonly fields?: CronFields; readonly findings: readonly Finding[] } {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = tokens;
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek || tokens.length > 5) {
    return { findings: [fieldCount(text, tokens)] };
  }
  const readings = {
    minute: readField(minute, fieldKinds.minute),
    hour: readField(hour, fieldKinds.hour),
    dayOfMonth: readField(dayOfMonth, fieldKinds.dayOfMonth),
    month: readField(month, fieldKinds.month),
    dayOfWeek: readField(dayOfWeek, fieldKinds.dayOfWeek),
  };
  const fields = {
    minute: readings.minute.field,
    hour: readings.hour.field,
    dayOfMonth: readings.dayOfMonth.field,
    month: readings.month.field,
    dayOfWeek: readings.dayOfWeek.field,
  };
  const findings = Object.values(readings).flatMap((reading) => reading.findings);
  return { fields, findings: [...findings, ...twoDayFields(dayOfMonth, dayOfWeek)] };
}

function fieldCount(text: string, tokens: readonly Token[]): Finding {
  const all = enclose(text, tokens);
  if (tokens.length === 0) {
    return findingAt("cron-field-count", all, {
      message: "the expression is empty, expected five fields",
      help: 'write minute, hour, day of month, month and day of week, such as "*/15 * * * *"',
    });
  }
  const count = `${quote(all.text)} has ${tokens.length} field${tokens.length === 1 ? "" : "s"}, expected five`;
  if (tokens.length < 5) {
    return findingAt("cron-field-count", all, {
      message: `${count}: minute, hour, day of month, month, day of week`,
      help: 'add the missing fields, with "*" for every value',
    });
  }
  return findingAt("cron-field-count", all, {
    message: `${count}: a sixth is the year to Temporal, and elsewhere the seconds come first`,
    help: /,\s|\s,/.test(all.text) ? "remove the blanks within the lists" : "remove the seconds or the year",
  });
}

function twoDayFields(dayOfMonth: Token, dayOfWeek: Token): Finding[] {
  if ([dayOfMonth, dayOfWeek].some((day) => day.text === "*" || day.text === "?")) return [];
  const days = `${quote(dayOfMonth.text)} (day of month) and ${quote(dayOfWeek.text)} (day of week)`;
  return [
    findingAt("cron-two-day-fields", dayOfWeek, {
      message: `${days} are both restricted, expected a bare "*" in one: Temporal and systemd fire where both match, CronJob where either does`,
      help: 'leave one of the two as "*", and check the other in the activity',
    }),
  ];
}
