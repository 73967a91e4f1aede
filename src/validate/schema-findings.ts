import definitionSchema from "../../schemas/activity-definition.schema.json" with { type: "json" };
import targetSchema from "../../schemas/target.schema.json" with { type: "json" };
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path } from "../parse/located.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import { type Finding, toDiagnostic } from "./finding.ts";
import { validateDefinition, validateTarget } from "./generated/validators.js";
import { findingOf } from "./schema-error.ts";
import type { SchemaNode } from "./schema-node.ts";
import { readMisspelt } from "./unknown-field.ts";
import type { SchemaError, Validator } from "./validator.ts";

/** A document after its schema: what of it may be trusted. */
export interface ValidatedDocument {
  /** Misspelt keys are read as what they mean. */
  readonly document: YamlDocument;
  readonly data: unknown;
  /** Where the data is not what the schema asks for; all else is. */
  readonly invalid: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The schemas by the kind of document, and what finds every mistake against them. */
const KINDS: Readonly<Record<"definition" | "target", readonly [SchemaNode, Validator]>> = {
  definition: [definitionSchema as SchemaNode, validateDefinition],
  target: [targetSchema as SchemaNode, validateTarget],
};

/** Finds everything in which a document is not what the schema of its kind asks for. */
export function schemaFindings(written: YamlDocument, kind: keyof typeof KINDS): ValidatedDocument {
  const [schema, validator] = KINDS[kind];
  const { document, findings: misspelt } = readMisspelt(written, schema);
  const { data } = document;
  const errors = validator(data) ? [] : [...(validator.errors ?? [])];
  const found = errors.flatMap((error) => withinName(error) ?? findingOf(error, document, schema) ?? []);
  const findings = decisive([...misspelt, ...found]);
  const isNewer = findings.some(({ code }) => code === "newer-schema");
  return {
    document,
    data,
    // A field that nobody knows is a field that nobody reads.
    invalid: isNewer ? [[]] : found.filter(({ code }) => code !== "unknown-field").map(({ path }) => path),
    diagnostics: findings.map((finding) => toDiagnostic(finding, document)),
  };
}

/** ajv reports a bad key twice: for what is wrong with it, and as a bad key; the latter is kept. */
function withinName(error: SchemaError): [] | undefined {
  return error.propertyName === undefined || error.keyword === "propertyNames" ? undefined : [];
}

/** Leaves out what follows from a more telling finding: the fields of a newer schema, the parts of a shell command. */
function decisive(findings: readonly Finding[]): Finding[] {
  const newer = findings.find(({ code }) => code === "newer-schema");
  if (newer) return [newer];
  const isShell = findings.some(({ code }) => code === "shell-invoke");
  const kept = isShell
    ? findings.filter(({ path, code }) => path[0] !== "invoke" || code === "shell-invoke")
    : findings;
  const seen = new Set<string>();
  return kept.filter(({ path, on, code }) => {
    const key = JSON.stringify([path, on, code]);
    return !seen.has(key) && seen.add(key);
  });
}
