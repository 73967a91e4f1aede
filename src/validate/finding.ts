import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path } from "../parse/located.ts";
import { locate, type YamlDocument } from "../parse/yaml-document.ts";
import { type ValidateProblemCode, validateProblems } from "./problems.ts";
import type { SchemaNode } from "./schema-node.ts";

/** A schema error in the terms of the document: where, and what to say. */
export interface Finding {
  readonly path: Path;
  readonly on: "key" | "value";
  readonly code: ValidateProblemCode;
  readonly words: Pick<Diagnostic, "message" | "help" | "label" | "fix">;
}

/** All that a description of an error may draw on. */
export interface Found {
  readonly path: Path;
  readonly value: unknown;
  readonly schema: SchemaNode;
  readonly root: SchemaNode;
  readonly document: YamlDocument;
  readonly params: Readonly<Record<string, unknown>>;
}

export function onValue(it: Found, code: ValidateProblemCode, words: Finding["words"]): Finding {
  return { path: it.path, on: "value", code, words };
}

export function toDiagnostic(finding: Finding, document: YamlDocument): Diagnostic {
  const { code, path, on, words } = finding;
  const { severity } = validateProblems[code];
  return { code, severity, file: document.file, span: locate(document, path, on), ...words };
}
