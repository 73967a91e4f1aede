import type { PackedActivity } from "../model/compiled-activity.ts";
import { entriesInKeyOrder } from "./in-key-order.ts";

/** A header's secret is at `<folder>/<secret's name>/<key>`. */
export const SECRETS_FOLDER = "/etc/actcore/secrets";

/**
 * The Secret keys that the activities' headers refer to, as sources of a projected volume. Files and not variables: a
 * Secret that is renewed reaches a running worker. None is optional: a worker that lacks one does not become ready,
 * and the one before it goes on.
 */
export function secretSources(activities: readonly PackedActivity[]): readonly object[] {
  const keysOf = new Map<string, Set<string>>();
  for (const header of activities.flatMap(({ activity }) => Object.values(activity.invoke.headers))) {
    if (typeof header === "string") continue;
    const { name, key } = header.secret_ref;
    keysOf.set(name, (keysOf.get(name) ?? new Set()).add(key));
  }
  return entriesInKeyOrder(Object.fromEntries(keysOf)).map(([name, keys]) => ({
    secret: { name, items: [...keys].sort().map((key) => ({ key, path: `${name}/${key}` })) },
  }));
}
