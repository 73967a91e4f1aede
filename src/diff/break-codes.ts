/** What a kind of breaking change breaks, for the documentation and for `--allow`. */
export const BREAKS = {
  "id-changed": "The id is the schedule's: the old schedule is retired, a new one is made.",
  "uuid-changed": "The uuid is the database's key: the run history stays behind under the old one.",
  "removed-enabled": "An enabled activity disappears: its schedule is retired.",
  "host-changed": "Calls go elsewhere: by another variable, another bridge, or to another upstream behind it.",
  "method-changed": "Calls are made with another HTTP method.",
  "path-changed": "Calls are made to another path.",
  "cron-changed": "The activity fires at other times. Another spelling of the same times breaks nothing.",
  "misfire-changed": "A late fire is treated otherwise.",
  "enabled-flipped": "The schedule is paused or unpaused.",
  "budget-beyond-chain":
    "The budget grew beyond the time-out chain, or fits only because the bridge was raised as well.",
} as const satisfies Readonly<Record<string, string>>;

export type BreakCode = keyof typeof BREAKS;

export const BREAK_CODES = Object.keys(BREAKS) as readonly BreakCode[];

/**
 * A change of behaviour stops nothing from working, but evidence is bound to the behaviour that it was gathered for. It
 * is a note and no break: whatever is dangerous in it has a code of its own, and would else be acknowledged twice.
 */
export const BEHAVIOUR_NOTE = "behaviour-changed";
