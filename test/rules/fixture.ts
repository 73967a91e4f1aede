import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Analysis, analyse, type Sources } from "../../src/compile.ts";
import { linkedPaths } from "../../src/parse/linked-paths.ts";
import { acceptProblems } from "../../src/rules/accept-problems.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { rules } from "../../src/rules/rules.ts";
import { pathFinder } from "../../src/source/missing-paths.ts";
import { decodeSource, type SourceFile } from "../../src/source/source-file.ts";

const FOLDER = import.meta.dirname;

export type Side = "bad" | "good";

/** The folders of fixtures, each named after a code. */
export const fixtures: readonly string[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** Where the golden of a fixture is kept. */
export function golden(code: string): string {
  return join(FOLDER, code, "bad.out");
}

/**
 * What parsing, the schema, and of the rules only the one of that code make of sources. Every rule runs where the code is
 * about ignoring what rules report.
 */
export function analyseFor(code: string, sources: Sources): Analysis {
  if (Object.hasOwn(acceptProblems, code)) return analyse(sources);
  const own = rules.filter((rule: Rule) => rule.code === code);
  return analyse(sources, own);
}

/**
 * The files of one side, by the paths that they would have in a project: `bad.md` is nightly-report.md of the namespace
 * acme, `bad.<name>.md` is <name>.md there. The target is `bad.yaml`, else the folder's `target.yaml`, else the shared one.
 * What else the project has, for links to lead to, is below the folder's `project/`.
 */
export function sourcesOf(code: string, side: Side): Sources {
  const folder = join(FOLDER, code);
  const definitions = readdirSync(folder)
    .filter((file) => file.startsWith(`${side}.`) && file.endsWith(".md"))
    .map((file) => {
      const name = file.slice(side.length + 1, -".md".length) || "nightly-report";
      return source(`activity-definitions/acme/${name}.md`, join(folder, file));
    });
  const targets = [join(folder, `${side}.yaml`), join(folder, "target.yaml"), join(FOLDER, "target.yaml")];
  const target = source("k8s/targets/lab.yaml", targets.find(existsSync) ?? "");
  const missing = pathFinder(join(folder, "project"))(linkedPaths(definitions));
  return { definitions, targets: [target], isWholeProject: true, missing };
}

function source(path: string, file: string): SourceFile {
  return decodeSource(path, readFileSync(file));
}
