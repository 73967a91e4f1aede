// The same content for programs that know JSON Schema and not our markdown: the front matter of each definition as a file
// of YAML, and a schema that accepts what ours accepts.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { definitionPath, projectFiles } from "./generate.mjs";

const SCHEMA = new URL("../schemas/activity-definition.schema.json", import.meta.url);
const API_VERSION = "bench/v1";
const KIND = "ActivityDefinition";

/** kubeconform looks for its schema under the kind in lower case. */
export const PEER_SCHEMA_NAME = `${KIND.toLowerCase()}.json`;

/** Where the front matter of this definition lies, below the folder of the input. */
export const peerPath = (number) => `definitions/${basename(definitionPath(number), ".md")}.yaml`;

/** Writes the schema and the front matter of this many definitions below a folder. */
export function writePeerInput(count, folder) {
  mkdirSync(join(folder, dirname(peerPath(0))), { recursive: true });
  const schema = peerSchema(JSON.parse(readFileSync(SCHEMA, "utf8")));
  writeFileSync(join(folder, PEER_SCHEMA_NAME), JSON.stringify(schema));
  let number = -1; // the target comes first
  for (const { text } of projectFiles(count)) {
    if (number >= 0) writeFileSync(join(folder, peerPath(number)), frontMatter(text));
    number++;
  }
}

/**
 * The front matter as an object of Kubernetes, which kubeconform asks for. Dates are quoted: to YAML 1.1, which two of the
 * peers read, they are no texts.
 */
export function frontMatter(text) {
  const yaml = text.slice("---\n".length, text.indexOf("\n---\n") + 1);
  const quoted = yaml.replace(/: (\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)(?=[\s,}])/g, ': "$1"');
  return `apiVersion: ${API_VERSION}\nkind: ${KIND}\n${quoted}`;
}

/** The schema with the two fields that every object of Kubernetes has, and with patterns that Go can read. */
export function peerSchema(schema) {
  const { properties } = schema;
  return withoutLookaheads({
    ...schema,
    required: ["apiVersion", "kind", ...schema.required],
    properties: { apiVersion: { const: API_VERSION }, kind: { const: KIND }, ...properties },
  });
}

/** Go's patterns have no lookahead: `^a(?!b)c` becomes `^ac` and not `^ab`, which together accept the same texts. */
function withoutLookaheads(node) {
  if (Array.isArray(node)) return node.map(withoutLookaheads);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== "examples");
  const plain = Object.fromEntries(entries.map(([key, value]) => [key, withoutLookaheads(value)]));
  if (typeof plain.pattern !== "string") return plain;
  const { pattern, excluded } = split(withoutEscapes(plain.pattern));
  const not = excluded.map((one) => ({ not: { pattern: one } }));
  return not.length === 0 ? { ...plain, pattern } : { ...plain, pattern, allOf: [...(plain.allOf ?? []), ...not] };
}

/** Go writes code points in another way than JavaScript, so they stand for themselves; none of them is special. */
const withoutEscapes = (pattern) =>
  pattern.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

function split(pattern) {
  const start = pattern.indexOf("(?!");
  if (start === -1) return { pattern, excluded: [] };
  const before = pattern.slice(0, start);
  if (!/^\^[\w/-]*$/.test(before)) throw new Error(`the pattern ${pattern} cannot be written without its lookahead`);
  const end = closingOf(pattern, start);
  const rest = split(`${before}${pattern.slice(end + 1)}`);
  return { pattern: rest.pattern, excluded: [`${before}${pattern.slice(start + 3, end)}`, ...rest.excluded] };
}

function closingOf(pattern, start) {
  let depth = 0;
  for (let index = start; index < pattern.length; index++) {
    if (pattern[index] === "\\") index++;
    else if (pattern[index] === "(") depth++;
    else if (pattern[index] === ")" && --depth === 0) return index;
  }
  throw new Error(`the pattern ${pattern} is not closed`);
}
