import { entryOf, type Located, type LocatedEntry, type LocatedMap, type Path } from "../parse/located.ts";
import { inQuotesOf } from "../parse/scalar-edit.ts";
import { locatedDocument, type YamlDocument } from "../parse/yaml-document.ts";
import type { Finding, Found } from "./finding.ts";
import { childSchema, oneOf, resolved, type SchemaNode } from "./schema-node.ts";
import { closeMatch } from "./suggest.ts";

/** A field that its map does not know, with the place where it belongs or the fields that are known. */
export function unknownField(it: Found, field: string): Finding {
  const message = `unknown field "${cut(field)}"`;
  const home = homeOf(field, it.root);
  if (home)
    return finding(it.path, field, { message, label: `it belongs in "${home}"`, help: `move it to ${home}.${field}` });
  const known = Object.keys(it.schema.properties ?? {});
  return finding(it.path, field, { message, help: known.length > 0 ? `known here: ${oneOf(known)}` : "remove it" });
}

function finding(path: Path, field: string, words: Finding["words"]): Finding {
  return { path: [...path, field], on: "key", code: "unknown-field", words };
}

/** A document whose misspelt keys are read as what they surely mean, and a finding for each. */
export function readMisspelt(
  document: YamlDocument,
  root: SchemaNode,
): { document: YamlDocument; findings: Finding[] } {
  const findings: Finding[] = [];
  const walk = (located: Located, schema: SchemaNode, path: Path): Located => {
    if (located.kind === "scalar") return located;
    if (located.kind === "list") {
      return {
        ...located,
        items: located.items.map((item, index) => walk(item, childSchema(schema, index, root), [...path, index])),
      };
    }
    const entries = located.entries.map((entry) => {
      const key = meant(entry.key, located, schema);
      if (key !== entry.key) findings.push(misspelt(entry, key, [...path, key], document));
      return { ...entry, key, value: walk(entry.value, childSchema(schema, key, root), [...path, key]) };
    });
    return { kind: "map", span: located.span, entries };
  };
  const { file, top } = document;
  return { document: locatedDocument(file, walk(document.root, root, []), top), findings };
}

/** The known key that a key means; the key itself where it is known or its meaning is open. */
function meant(key: string, map: LocatedMap, schema: SchemaNode): string {
  if (schema.additionalProperties !== false) return key;
  const known = Object.keys(schema.properties ?? {});
  if (known.includes(key)) return key;
  const match = closeMatch(key, known);
  if (!match || entryOf(map, match)) return key;
  const rivals = map.entries.filter((other) => !known.includes(other.key) && closeMatch(other.key, known) === match);
  return rivals.length === 1 ? match : key;
}

function misspelt({ key, keySpan }: LocatedEntry, known: string, path: Path, { file }: YamlDocument): Finding {
  const text = inQuotesOf(file.text.slice(keySpan.start, keySpan.end), known);
  return {
    path,
    on: "key",
    code: "unknown-field",
    words: {
      message: `unknown field "${cut(key)}"`,
      label: `did you mean "${known}"?`,
      help: "rename it",
      fix: [{ span: keySpan, text }],
    },
  };
}

/** The one map of the schema that knows a field of this name, as a dotted path. */
function homeOf(field: string, root: SchemaNode): string | undefined {
  const homes: string[] = [];
  const visit = (node: SchemaNode, path: readonly string[]) => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      if (key === field && path.length > 0) homes.push(path.join("."));
      visit(resolved(child, root), [...path, key]);
    }
  };
  visit(root, []);
  return homes.length === 1 ? homes[0] : undefined;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
