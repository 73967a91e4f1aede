import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { parseProblem } from "./parse-problem.ts";
import { parseYamlInFull } from "./parse-yaml-in-full.ts";
import { readPlainData } from "./plain-yaml.ts";
import { PlainDocument, type YamlDocument } from "./yaml-document.ts";

/** UTF-16 code units: more than a shard of compiled definitions could hold. */
const MAX_YAML_LENGTH = 256 * 1024;

/** Parses a part of a file as one YAML document: as `parseYamlInFull`, and sooner where the YAML is plain. */
export function parseYaml(file: SourceFile, within: Span, top: Span): Outcome<YamlDocument> {
  if (within.end - within.start > MAX_YAML_LENGTH) return tooLong(file, top);
  const data = readPlainData(file.text, within);
  if (data === undefined) return parseYamlInFull(file, within, top);
  return { value: new PlainDocument(file, within, top, data), diagnostics: [] };
}

function tooLong(file: SourceFile, top: Span): Outcome<YamlDocument> {
  const problem = parseProblem("too-large", file, top, {
    message: `the YAML is longer than ${MAX_YAML_LENGTH} characters`,
    help: "move what is not configuration to the runbook, or to the service that is called",
  });
  return { value: undefined, diagnostics: [problem] };
}
