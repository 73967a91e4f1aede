import type { YamlDocument } from "../parse/yaml-document.ts";
import { cronDiagnostics } from "./cron-diagnostics.ts";
import { acceptsDefinition, acceptsTarget } from "./generated/acceptors.js";
import { schemaFindings, type ValidatedDocument } from "./schema-findings.ts";

/** Checks the front matter of a definition against its schema, and its cron expressions at the gate. */
export function validateDefinitionDocument(document: YamlDocument): ValidatedDocument {
  const { data } = document;
  const checked = acceptsDefinition(data) ? sound(document, data) : schemaFindings(document, "definition");
  const cron = cronDiagnostics(checked.document, checked.invalid);
  return {
    ...checked,
    invalid: [...checked.invalid, ...cron.invalid],
    diagnostics: [...checked.diagnostics, ...cron.diagnostics],
  };
}

/** Checks a target file against its schema. */
export function validateTargetDocument(document: YamlDocument): ValidatedDocument {
  const { data } = document;
  return acceptsTarget(data) ? sound(document, data) : schemaFindings(document, "target");
}

/** A misspelt key is one that the schema does not allow, so here is none. */
function sound(document: YamlDocument, data: unknown): ValidatedDocument {
  return { document, data, invalid: [], diagnostics: [] };
}
