import { rewriteText } from "../parse/scalar-edit.ts";
import { defineRule } from "./rule.ts";

export const updatedBeforeCreated = defineRule({
  code: "updated-before-created",
  severity: "error",
  negotiable: true,
  summary: "The day of the latest change lies before the day of creation.",
  rationale:
    "One of the two days is wrong, and whoever looks for what changed before an incident would be misled. It mostly comes from copying a file and changing one of them.",
  scope: "definition",
  reads: ["created", "updated"],
  check({ activity: { created, updated }, document }, report) {
    if (created === null || updated === null || updated >= created) return;
    const edit = rewriteText(document, ["updated"], created);
    report({
      at: ["updated"],
      message: `updated ${updated} is before created ${created}`,
      help: "correct the one that is wrong",
      related: [{ at: ["created"], message: "created later" }],
      ...(edit ? { fix: [edit] } : {}),
    });
  },
});
