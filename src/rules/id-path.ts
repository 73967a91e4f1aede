import { DEFINITIONS_FOLDER } from "../source/placement.ts";
import { defineRule } from "./rule.ts";

export const idPath = defineRule({
  code: "id-path",
  severity: "error",
  summary: "The id does not match the file's path.",
  rationale:
    "`activity-definitions/<namespace>/<name>.md` has the id `<namespace>.<name>`, so that whoever reads an id in Temporal or Kubernetes finds its file. Where files stand directly in the folder, the id ends in `.<name>`.",
  scope: "definition",
  reads: ["id"],
  check({ activity, document }, report) {
    if (document.file.path === `${DEFINITIONS_FOLDER}/${activity.id.replace(".", "/")}.md`) return;
    const [top, ...below] = document.file.path.replace(/\.md$/, "").split("/");
    if (top !== DEFINITIONS_FOLDER) return;
    const expected = below.join(".");
    const matches = below.length > 1 ? activity.id === expected : activity.id.endsWith(`.${expected}`);
    if (matches) return;
    report({
      at: ["id"],
      message: `the id "${activity.id}" does not match the path ${document.file.path}`,
      label: below.length > 1 ? `the path says "${expected}"` : `the path says "<namespace>.${expected}"`,
      help: "rename the file, or the id while nothing runs under it yet: a renamed id retires its schedule",
    });
  },
});
