import { isSecretKey, maskSecrets } from "../diagnostics/secrets.ts";

const MASK = "••••••••";

/** A plain value whose secret-looking texts are masked, by their form or by the key that announces them. */
export function masked(value: unknown, key: string): unknown {
  if (typeof value === "string") return isSecretKey(key) ? MASK : maskSecrets(value);
  if (Array.isArray(value)) return value.map((item) => masked(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, masked(member, name)]));
}
