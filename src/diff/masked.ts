import { isSecretKey, maskSecrets } from "../diagnostics/secrets.ts";
import type { FieldChange } from "../model/activity-changes.ts";

const MASK = "••••••••";

/** A plain value whose secret-looking texts are masked, by their form or by the key that announces them. */
function masked(value: unknown, key: string): unknown {
  if (typeof value === "string") return isSecretKey(key) ? MASK : maskSecrets(value);
  if (Array.isArray(value)) return value.map((item) => masked(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, masked(member, name)]));
}

/** A changed field with its secrets masked, by the last key of its path. */
export function maskedChange({ field, before, after }: FieldChange): FieldChange {
  const key =
    field
      .replace(/\[\d+\]$/, "")
      .split(".")
      .at(-1) ?? "";
  return { field, before: masked(before, key), after: masked(after, key) };
}
