import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { analyse } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { type CompiledActivity, compileActivity } from "../model/compiled-activity.ts";
import { findRoot } from "../source/discovery.ts";
import { DEFINITIONS_FOLDER } from "../source/placement.ts";
import { activityHint } from "./activity-hint.ts";
import { filesShownFrom, namedSources, type ProjectSources, wholeProject } from "./project-sources.ts";
import { countWords, reportDiagnostics } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The activity with an id, compiled from the project around a folder; undefined where its definition has errors, which
 * are printed. Where the file is where its id says, no other definition is read.
 */
export async function compileDefinition(
  id: string,
  folder: string,
  terminal: Terminal,
): Promise<CompiledActivity | undefined> {
  const project = projectOf(id, folder);
  const { definitions, diagnostics } = analyse(project);
  const definition = definitions.find(({ activity }) => activity.id === id);
  const file = definition?.document.file ?? project.definitions.find(({ path }) => placesOf(id).includes(path));
  if (!file)
    throw unknownId(
      id,
      definitions.map(({ activity }) => String(activity.id)),
    );
  const own = diagnostics.filter((it) => it.file === file);
  if (definition && !hasErrors(own)) return compileActivity(definition.activity);
  await reportDiagnostics(own, { format: "pretty" }, filesShownFrom(folder, [project]), terminal);
  terminal.err(`${countWords(own)}; what has errors is not run\n`);
  return undefined;
}

function projectOf(id: string, folder: string): ProjectSources {
  const root = findRoot(folder);
  const place = root && placesOf(id).find((path) => existsSync(resolve(root, path)));
  const [named] = root && place ? namedSources([resolve(root, place)], folder) : [];
  const isThere = named && analyse(named).definitions.some(({ activity }) => activity.id === id);
  return isThere ? named : wholeProject(folder);
}

/** Where the file of an id may lie. */
function placesOf(id: string): string[] {
  const [namespace = "", ...name] = id.split(".");
  return /^[-a-z0-9.]+$/.test(id)
    ? [`${DEFINITIONS_FOLDER}/${namespace}/${name.join(".")}.md`, `${DEFINITIONS_FOLDER}/${name.join(".")}.md`]
    : [];
}

function unknownId(id: string, ids: readonly string[]): UsageError {
  return new UsageError(`no activity "${id}"; ${activityHint(id, ids)}`);
}
