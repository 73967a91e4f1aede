/** What can be wrong with a cron expression: one code a reason. */
export type CronProblemCode =
  | "cron-field-count"
  | "cron-two-day-fields"
  | "cron-sunday-seven"
  | "cron-start-step"
  | "cron-nth-weekday"
  | "cron-extension-letter"
  | "cron-step-too-large"
  | "cron-descending-range"
  | "cron-name"
  | "cron-time-zone-prefix"
  | "cron-every"
  | "cron-unknown-alias"
  | "cron-value-out-of-range"
  | "cron-syntax"
  | "cron-leading-zero";

/** What the documentation says of a problem: a line, and the reason why the expression is not portable. */
export interface CronProblemInfo {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly rationale: string;
}

/**
 * Every reason to refuse or question an expression, in the order of the documentation.
 * The behaviour was observed on Temporal 1.32, Kubernetes 1.36 and systemd 252.
 */
export const cronProblems: Record<CronProblemCode, CronProblemInfo> = {
  "cron-field-count": {
    severity: "error",
    summary: "The expression does not have five fields.",
    rationale: "A sixth field is the year in Temporal, and elsewhere the seconds come first.",
  },
  "cron-two-day-fields": {
    severity: "error",
    summary: "Both the day of the month and the day of the week are restricted.",
    rationale:
      "For `0 0 13 * 5`, Temporal and systemd fire only on a Friday the 13th, while CronJob fires on every 13th and " +
      "on every Friday. Only a bare `*` leaves a day field unrestricted.",
  },
  "cron-sunday-seven": {
    severity: "error",
    summary: "Sunday is written as 7.",
    rationale: "CronJob knows the days 0 to 6 only.",
  },
  "cron-start-step": {
    severity: "error",
    summary: "A step has a start and no end, as in `5/15`.",
    rationale: "The end is implied, and for the day of the week the engines imply different ones.",
  },
  "cron-nth-weekday": {
    severity: "error",
    summary: "A weekday is counted within the month, as in `5#2`.",
    rationale: "Temporal reads `#` as the start of a comment: `5#2` fires on every Friday.",
  },
  "cron-extension-letter": {
    severity: "error",
    summary: "One of the extensions `L`, `W`, `?`, `H` and `R` is used.",
    rationale: "No two engines read them alike: `?` is a star to CronJob and an error to Temporal.",
  },
  "cron-step-too-large": {
    severity: "error",
    summary: "A step is 0, or larger than its range.",
    rationale:
      "CronJob and Temporal turn `*/61` into an hourly schedule without a word, and systemd refuses it. " +
      "A step of 0 never advances.",
  },
  "cron-descending-range": {
    severity: "error",
    summary: "A range runs backwards, as in `22-2` or `FRI-MON`.",
    rationale: "Temporal and CronJob refuse it.",
  },
  "cron-name": {
    severity: "error",
    summary: "A word is not the three-letter name of a month or a weekday, or stands in the wrong field.",
    rationale: "CronJob refuses longer names such as `January`.",
  },
  "cron-time-zone-prefix": {
    severity: "error",
    summary: "The expression begins with `CRON_TZ=` or `TZ=`.",
    rationale: "CronJob refuses it; the time zone has a field of its own, `schedule.timezone`.",
  },
  "cron-every": {
    severity: "error",
    summary: "The expression is an interval, as in `@every 15m`.",
    rationale: "Temporal counts intervals from the epoch, other engines from when they started.",
  },
  "cron-unknown-alias": {
    severity: "error",
    summary: "The alias is not one of `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly`.",
    rationale: "Engines know different aliases; these five have one spelling and one meaning.",
  },
  "cron-value-out-of-range": {
    severity: "error",
    summary: "A number is outside its field.",
    rationale: "Every engine refuses it.",
  },
  "cron-syntax": {
    severity: "error",
    summary: "The text is not a cron expression.",
    rationale: "Engines differ in what they skip, such as empty items, comments and line breaks.",
  },
  "cron-leading-zero": {
    severity: "warning",
    summary: "A number begins with 0, as in `05`.",
    rationale: "It is read as 5, and is easily taken for an octal number.",
  },
};
