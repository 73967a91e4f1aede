import { analyse } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { TargetFile } from "../model/definition.ts";
import { filesShownFrom, type ProjectSources } from "./project-sources.ts";
import { reportDiagnostics } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** A target of a project by its name, checked by itself; undefined where it has errors, which are printed. */
export async function soundTarget(
  project: ProjectSources,
  name: string,
  terminal: Terminal,
): Promise<TargetFile | undefined> {
  const { targets, diagnostics } = analyse({ definitions: [], targets: project.targets, isWholeProject: false });
  const file = targets.find(({ target }) => target.name === name);
  const path = file?.document.file ?? project.targets.find((it) => it.path.endsWith(`/${name}.yaml`));
  if (!path) {
    const names = targets.map(({ target }) => target.name).join(", ");
    throw new UsageError(names === "" ? "the project has no target" : `no target "${name}"; this project has ${names}`);
  }
  const own = diagnostics.filter((it) => it.file === path);
  if (file && !hasErrors(own)) return file;
  await reportDiagnostics(own, { format: "pretty" }, filesShownFrom(process.cwd(), [project]), terminal);
  return undefined;
}
