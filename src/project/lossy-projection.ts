import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Activity } from "../model/activity.ts";
import type { PackedActivity } from "../model/compiled-activity.ts";
import { placeOf } from "../model/fleet-member.ts";
import { representations } from "../model/representation.ts";
import { projectionProblems } from "../rules/projection-problems.ts";
import type { SourceFile } from "../source/source-file.ts";

const CODE = "lossy-projection";

/** An error for each field that the unit of a local runner cannot express at all. The files are those of the activities. */
export function lossyProjections(
  activities: readonly PackedActivity[],
  files: readonly (SourceFile | undefined)[],
): Diagnostic[] {
  return activities.flatMap(({ activity, json }, index) => {
    const file = files[index];
    return file && activity.inexact.some(isLost) ? problemsOf(JSON.parse(json), file) : [];
  });
}

function isLost({ projection, grade }: PackedActivity["activity"]["inexact"][number]): boolean {
  return projection === "systemd" && grade === "impossible";
}

function problemsOf(activity: Activity, file: SourceFile): Diagnostic[] {
  return representations(activity).flatMap(({ field, systemd }): Diagnostic[] => {
    if (systemd.grade !== "impossible") return [];
    const related = {
      file,
      span: placeOf({ file }, ["rollout", "local_unit"]),
      message: "the units that are asked for",
    };
    return [
      {
        code: CODE,
        severity: projectionProblems[CODE].severity,
        message: `systemd cannot do what ${field} says: ${systemd.why}`,
        file,
        span: placeOf({ file }, field.split(".")),
        help: "change the field, leave out rollout.local_unit, or accept the loss with --allow-lossy",
        related: [related],
      },
    ];
  });
}
