import { defineRule } from "./rule.ts";

export const targetName = defineRule({
  code: "target-name",
  severity: "error",
  summary: "The target's name is not its file's name.",
  rationale:
    "`actdef sync <name>` reads `k8s/targets/<name>.yaml` and writes `k8s/generated/<name>/`. With two different names, somebody who reads the one would change the other.",
  scope: "target",
  reads: [],
  check({ target, document }, report) {
    const expected = (document.file.path.split("/").at(-1) ?? "").replace(/\.ya?ml$/, "");
    if (target.name === expected) return;
    report({
      at: ["name"],
      message: `the name "${target.name}" does not match the file ${document.file.path}`,
      label: `the file says "${expected}"`,
      help: "rename one of the two",
    });
  },
});
