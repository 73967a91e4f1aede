/**
 * Every fix by its name, which is stable, and what it does in a sentence. A fix that answers a diagnostic has the
 * diagnostic's code for its name.
 */
export const fixes = {
  "unquoted-cron": "Puts a cron expression in quotes.",
  "yaml-number": "Writes a number in plain decimal digits: 0x1F as 31, 3e2 as 300.",
  "unknown-field": "Renames a misspelt key to the one that is known.",
  "missing-field": "Adds `type` and `schema_version`, which have one value only.",
  "wrong-type":
    "Writes true for yes and on, 300 for 300s, 1000 for 1_000; takes numbers out of quotes, and puts text into them.",
  "wrong-value": "Corrects the spelling and the case of a value that has a few choices.",
  "wrong-format": "Writes a uuid in lower case, and a local_unit without its suffix.",
  "cron-sunday-seven": "Writes Sunday as 0.",
  "cron-start-step": "Gives a step such as 5/15 the end that it implies.",
  "cron-extension-letter": 'Writes "*" for a "?" in a day field.',
  "cron-step-too-large": "Writes the one value that a step as long as its range comes to.",
  "cron-descending-range": "Writes a range that runs backwards as a list.",
  "cron-name": "Shortens the name of a month or a weekday to three letters.",
  "cron-time-zone-prefix": "Removes CRON_TZ=UTC, which is the only zone anyway.",
  "cron-every": "Writes an interval that divides an hour or a day as five fields.",
  "cron-unknown-alias": "Writes an alias of another dialect as the one that means the same.",
  "cron-syntax": "Removes comments and foreign blanks from a cron expression.",
  "cron-leading-zero": "Removes leading zeros from a cron expression.",
  "cron-alias": "Writes an alias such as @hourly as five fields.",
  "cron-blanks": "Writes one blank between the fields of a cron expression.",
  "boolean-case": "Writes True and FALSE in lower case.",
  "missing-uuid": "Adds a fresh uuid below the id.",
  "updated-before-created": "Sets `updated` to the day of `created`, where it lies before that.",
  "yaml-trap": "Puts text into quotes that readers of YAML 1.1 take for true, a date or a number.",
  "retired-name": "Writes the name that stands in the place of a retired one.",
  "unknown-bridge": "Corrects a target's misspelt reference to a bridge or an environment variable.",
  "updated-today": "Sets `updated`, where it is there, to the day on which another fix changes the definition.",
} as const;

export type FixName = keyof typeof fixes;

export function isFixName(name: string): name is FixName {
  return Object.hasOwn(fixes, name);
}
