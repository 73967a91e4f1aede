import type { TextEdit } from "../diagnostics/diagnostic.ts";
import { isSecretKey } from "../diagnostics/secrets.ts";
import { valueAt } from "../parse/located.ts";
import { rewritePlain } from "../parse/scalar-edit.ts";
import type { Found } from "./finding.ts";
import type { SchemaNode } from "./schema-node.ts";

/** What is meant by a value that YAML reads as another type than it looks like. */
interface Trap {
  readonly help: string;
  /** What to write in its place, where that is sure. */
  readonly write?: string;
}

/** Help and fix for a value that YAML reads as another type than it looks like. */
export function trapWords(it: Found): { help?: string; fix?: readonly TextEdit[] } {
  const trap = trapOf(it);
  if (!trap) return {};
  const edit = trap.write === undefined ? undefined : rewritePlain(it.document, it.path, trap.write);
  return { help: trap.help, ...(edit ? { fix: [edit] } : {}) };
}

function trapOf(it: Found): Trap | undefined {
  const { value, schema } = it;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const isNumeric = types.includes("integer") || types.includes("number");
  if (typeof value === "string" && types.includes("boolean")) return booleanTrap(value);
  if (typeof value === "string" && isNumeric) return numberTrap(value, it);
  if (types.includes("string") && (typeof value === "number" || typeof value === "boolean")) return textTrap(it);
  if (typeof value === "number" && types.includes("integer")) return { help: "write a whole number" };
  return undefined;
}

function booleanTrap(value: string): Trap | undefined {
  if (/^(?:y|yes|on)$/i.test(value)) return { help: `write true: YAML 1.2 reads ${value} as text`, write: "true" };
  if (/^(?:n|no|off)$/i.test(value)) return { help: `write false: YAML 1.2 reads ${value} as text`, write: "false" };
  if (!/^(?:true|false)$/i.test(value)) return undefined;
  return { help: `write ${value.toLowerCase()} without quotes`, write: value.toLowerCase() };
}

function numberTrap(value: string, { path, schema }: Found): Trap | undefined {
  if (/^-?(?:0|[1-9]\d{0,11})$/.test(value) || (schema.type === "number" && /^\d{1,9}\.\d{1,9}$/.test(value)))
    return { help: `write ${value} without quotes`, write: value };
  if (/^[1-9][\d_]{0,20}$/.test(value)) {
    const digits = value.replaceAll("_", "");
    return { help: `write ${digits}: only plain decimal digits are a number`, write: digits };
  }
  if (/^0\d{1,11}$/.test(value)) return { help: "write the number in plain decimal digits" };
  if (/^\d{1,6}:\d{2}$/.test(value))
    return { help: "write the whole number of seconds: YAML 1.1 reads a colon as base 60, YAML 1.2 as text" };
  const seconds = /_seconds$/.test(String(path.at(-1))) ? secondsOf(value) : undefined;
  return seconds === undefined
    ? undefined
    : { help: `write ${seconds}: durations are whole seconds`, write: String(seconds) };
}

/** `300s`, `5 min` and `1h` in seconds. */
function secondsOf(value: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9}) ?(s|sec|seconds?|m|min|minutes?|h|hours?)$/i.exec(value) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const lengths: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
  return Number(amount) * (lengths[unit.charAt(0).toLowerCase()] ?? 1);
}

/** A number, true or false where text is meant: it is quoted as it is written. A literal secret is not helped along. */
function textTrap({ document, path, schema }: Found): Trap {
  const help = "put it in quotes";
  const span = valueAt(document.root, path)?.span;
  const written = span ? document.file.text.slice(span.start, span.end) : "";
  const isMeant = isText(written, schema) && !isSecretKey(String(path.at(-1)));
  return isMeant ? { help, write: `"${written}"` } : { help };
}

function isText(written: string, { pattern, format }: SchemaNode): boolean {
  return /^[\w.+-]+$/.test(written) && format === undefined && new RegExp(pattern ?? "", "u").test(written);
}
