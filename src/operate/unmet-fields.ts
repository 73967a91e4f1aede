import type { FieldChange } from "../model/activity-changes.ts";

/**
 * The fields of a desired value that a live one has otherwise, from live to desired; what the live one has beyond that
 * is not looked at. Items of a list are matched by their `name` where each has one of its own, as Kubernetes merges
 * such lists; other lists are replaced as a whole, so theirs are matched by position and have to be as many.
 */
export function unmetFields(field: string, desired: unknown, live: unknown): FieldChange[] {
  const otherwise = [{ field, before: live, after: desired }];
  if (Array.isArray(desired)) {
    if (!Array.isArray(live)) return otherwise;
    const names = itemNames(desired);
    if (!names && desired.length !== live.length) return otherwise;
    return desired.flatMap((item: unknown, index) => {
      const name = names?.[index];
      const match: unknown = name === undefined ? live[index] : live.find((it: unknown) => nameOf(it) === name);
      return unmetFields(`${field}[${name ?? index}]`, item, match);
    });
  }
  if (!isMap(desired) || !isMap(live)) return JSON.stringify(desired) === JSON.stringify(live) ? [] : otherwise;
  return Object.entries(desired).flatMap(([key, value]) =>
    unmetFields(field === "" ? key : `${field}.${key}`, value, Object.hasOwn(live, key) ? live[key] : undefined),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(item: unknown): string | undefined {
  return isMap(item) && typeof item.name === "string" ? item.name : undefined;
}

/** The names of all items, where these tell them apart. */
function itemNames(items: readonly unknown[]): readonly string[] | undefined {
  const names = items.flatMap((item) => nameOf(item) ?? []);
  return names.length > 0 && new Set(names).size === items.length ? names : undefined;
}
