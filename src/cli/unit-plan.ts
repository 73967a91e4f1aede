import { relative } from "node:path/posix";
import type { CheckedProject } from "../batch/check-project.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { ordered } from "../diagnostics/order.ts";
import { unitDifference, unitFiles } from "../emit/unit-files.ts";
import { UNITS_FOLDER } from "../emit/units-folder.ts";
import { readExisting, textFile } from "../emit/write-outputs.ts";
import { lossyProjections } from "../project/lossy-projection.ts";
import type { PlannedFile, PlanOptions } from "./planned-file.ts";

/** A checked project with the problems that its units have as well, unless they may be lossy. */
export function withLossyProjections(project: CheckedProject): CheckedProject {
  const { activities, definitions, diagnostics } = project;
  if (hasErrors(diagnostics)) return project;
  return { ...project, diagnostics: ordered([...diagnostics, ...lossyProjections(activities, definitions)]) };
}

/** The units of local runners beside what is on disk. */
export async function planUnits(
  { activities }: CheckedProject,
  folder: string,
  { out }: PlanOptions,
): Promise<PlannedFile[]> {
  const planned = unitFiles(activities).map(async (unit): Promise<PlannedFile> => {
    const path = out === undefined ? unit.path : relative(UNITS_FOLDER, unit.path);
    const output = { path, target: null, contents: [] };
    const existing = await readExisting(folder, path);
    if (existing === unit.text) return { output, state: "same" };
    const differing = {
      ...textFile(path, unit.text),
      isMissing: existing === undefined,
      difference: () => unitDifference(unit, existing ?? ""),
    };
    return { output, state: existing === undefined ? "absent" : "different", differing };
  });
  return Promise.all(planned);
}
