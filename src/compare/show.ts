/** An instant to the minute, in UTC: "2026-06-23 02:15Z". */
export function minuteText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")}Z`;
}

/** The UTC day of an instant: "2026-06-23". */
export function dayText(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** A share in percent: "100 %", "99.5 %"; what is not all, or not nothing, is never rounded to it. */
export function percentText(share: number, digits = 1): string {
  return `${percent(share, digits)} %`;
}

/** The same without its sign. */
export function percent(share: number, digits = 1): string {
  if (share === 0 || share === 1) return String(share * 100);
  const least = 10 ** -digits;
  return Math.min(Math.max(share * 100, least), 100 - least).toFixed(digits);
}

/** A threshold in percent, as it was written: "99 %". */
export function thresholdText(share: number): string {
  return `${Number((share * 100).toPrecision(10))} %`;
}

/** Seconds without a unit: one digit behind the point below ten, none above. */
export function secondsText(seconds: number): string {
  return Math.abs(seconds) < 10 ? String(Math.round(seconds * 10) / 10) : String(Math.round(seconds));
}
