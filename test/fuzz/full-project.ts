import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "../../src/compile.ts";
import { decodeSource, type SourceFile } from "../../src/source/source-file.ts";

const DEFINITION_PATH = "activity-definitions/acme/nightly-report.md";
const TARGET_PATH = "k8s/targets/lab.yaml";

const read = (name: string) => readFileSync(join(import.meta.dirname, "full", name), "utf8");

const FENCE = "---\n";
const definition = read("definition.md");
const closing = definition.indexOf(`\n${FENCE}`) + 1;

/** A valid project that uses every field of both schemas, each on a line of its own. */
export const full = {
  definition,
  target: read("target.yaml"),
  /** The front matter without its fences, and what follows it, the closing fence first. */
  yaml: definition.slice(FENCE.length, closing),
  rest: definition.slice(closing),
} as const;

/** The sources of a project with one definition and one target, by their texts or bytes. */
export function projectOf(
  definition: string | Uint8Array = full.definition,
  target: string | Uint8Array = full.target,
): Sources {
  return {
    definitions: [fileOf(DEFINITION_PATH, definition)],
    targets: [fileOf(TARGET_PATH, target)],
    isWholeProject: true,
  };
}

function fileOf(path: string, content: string | Uint8Array): SourceFile {
  return decodeSource(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
}

/** A definition with another front matter. */
export function withFrontMatter(yaml: string): string {
  return `${FENCE}${yaml}${full.rest}`;
}
