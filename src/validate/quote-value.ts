import { isSecretKey, maskSecrets } from "../diagnostics/secrets.ts";
import type { Path } from "../parse/located.ts";

const MAX_QUOTED = 60;
/** Longer than any secret that is recognised by its form. */
const MAX_READ = 5000;

/** A value as a message quotes it: text in quotes, cut where it is long, a secret never. */
export function quoteValue(value: unknown, path: Path): string {
  const key = path.at(-1);
  const isScalar = typeof value === "string" || typeof value === "number";
  if (typeof key === "string" && isSecretKey(key) && isScalar) return '"•••"';
  if (typeof value === "string") {
    // Masked before it is cut: half a secret is no longer recognised.
    const masked = maskSecrets(value.slice(0, MAX_READ));
    return JSON.stringify(masked.length > MAX_QUOTED ? `${masked.slice(0, MAX_QUOTED)}…` : masked);
  }
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  return String(value);
}

/** What kind of thing a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    default:
      return "a map";
  }
}
