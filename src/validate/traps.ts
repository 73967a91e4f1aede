import type { SchemaNode } from "./schema-node.ts";

/** Help for a value that YAML reads as another type than it looks like. */
export function trapHelp(value: unknown, schema: SchemaNode): { help?: string } {
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const isNumeric = types.includes("integer") || types.includes("number");
  if (typeof value === "string" && types.includes("boolean")) return booleanTrap(value);
  if (typeof value === "string" && isNumeric) return numberTrap(value);
  if (types.includes("string") && (typeof value === "number" || typeof value === "boolean")) {
    return { help: "put it in quotes" };
  }
  if (typeof value === "number" && types.includes("integer")) return { help: "write a whole number" };
  return {};
}

function booleanTrap(value: string): { help?: string } {
  if (/^(?:y|yes|on)$/i.test(value)) return { help: `write true: YAML 1.2 reads ${value} as text` };
  if (/^(?:n|no|off)$/i.test(value)) return { help: `write false: YAML 1.2 reads ${value} as text` };
  if (/^(?:true|false)$/i.test(value)) return { help: `write ${value.toLowerCase()} without quotes` };
  return {};
}

function numberTrap(value: string): { help?: string } {
  if (/^\d{1,12}$/.test(value)) return { help: `write ${value} without quotes` };
  if (/^\d[\d_]{0,20}$/.test(value))
    return { help: `write ${value.replaceAll("_", "")}: only plain decimal digits are a number` };
  if (/^\d{1,6}:\d{2}$/.test(value))
    return { help: "write the whole number of seconds: YAML 1.1 reads a colon as base 60, YAML 1.2 as text" };
  if (/^\d{1,12} ?(?:s|sec|seconds)$/i.test(value))
    return { help: `write ${Number.parseInt(value, 10)}: durations are whole seconds` };
  return {};
}
