import type { Cron, CronField } from "./cron.ts";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A cron as systemd's `OnCalendar=`: lists of values and ` UTC`, such as `Mon,Tue *-*-* 02:00,30:00 UTC` (systemd.time(7)). */
export function toOnCalendar(cron: Cron): string {
  const weekdays = cron.dayOfWeek.restricted ? `${cron.dayOfWeek.values.map((day) => WEEKDAYS[day]).join(",")} ` : "";
  const date = `*-${list(cron.month)}-${list(cron.dayOfMonth)}`;
  const time = `${list(cron.hour)}:${list(cron.minute)}:00`;
  return `${weekdays}${date} ${time} UTC`;
}

function list(field: CronField): string {
  return field.restricted ? field.values.map((value) => String(value).padStart(2, "0")).join(",") : "*";
}
