import type { Definition } from "../model/definition.ts";
import { inReadingOrder } from "../model/reading-order.ts";
import { valueAt } from "../parse/located.ts";
import { locate } from "../parse/yaml-document.ts";
import { positionAt } from "../source/position.ts";

/** One effective value and where it comes from. */
export interface EffectiveValue {
  /** Dotted, such as `schedule.cron`. */
  readonly field: string;
  readonly value: unknown;
  /** "line 14", "default", "default: max_seconds + 30". */
  readonly origin: string;
}

/** Why a value that the definition leaves out is what it is; plain defaults need no reason. */
const DERIVED: Readonly<Record<string, string>> = {
  misfire_grace_seconds: "default: the smaller of 60 and a quarter of the shortest gap, at least 10",
  "invoke.timeout_seconds": "default: max_seconds + 30",
  start_to_close_seconds: "derived: invoke.timeout_seconds + 15",
  "outcome.success_status": "default: 200 to 299",
};

/** Follows from the cron expression, and is told in words elsewhere. */
const HIDDEN: ReadonlySet<string> = new Set(["schedule.calendar"]);

/** Every effective value of a definition, in the order of the model. */
export function effectiveValues({ activity, document }: Definition): EffectiveValue[] {
  const values: EffectiveValue[] = [];
  const visit = (field: string, value: unknown) => {
    if (HIDDEN.has(field)) return;
    const path = field.split(".");
    const written = valueAt(document.root, path);
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isGroup && GROUPS.has(field)) {
      for (const [key, member] of Object.entries(value)) visit(`${field}.${key}`, member);
    } else {
      const line = written && `line ${positionAt(document.file, locate(document, path, "key").start).line}`;
      values.push({ field, value, origin: line ?? DERIVED[field] ?? "default" });
    }
  };
  for (const [field, value] of Object.entries(inReadingOrder(activity))) visit(field, value);
  return values;
}

const GROUPS: ReadonlySet<string> = new Set(["schedule", "retry", "invoke", "outcome", "rollout"]);
