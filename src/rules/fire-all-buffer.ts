import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const fireAllBuffer = defineRule({
  code: "fire-all-buffer",
  severity: "error",
  summary: "`misfire_policy: fire_all` stands without `overlap_policy: buffer_all`.",
  rationale:
    "Fires that are made up for all come at once. Unless every one of them waits for the one before, the overlap policy drops or cancels most of them, and `fire_all` would not hold.",
  scope: "definition",
  reads: ["misfire_policy", "overlap_policy"],
  check(definition, report) {
    const { misfire_policy, overlap_policy } = definition.activity;
    if (misfire_policy !== "fire_all" || overlap_policy === "buffer_all") return;
    const message = "misfire_policy fire_all needs overlap_policy buffer_all";
    if (isWritten(definition, ["overlap_policy"])) {
      report({
        at: ["overlap_policy"],
        message: `${message}, not ${overlap_policy}`,
        help: "write buffer_all, or another misfire_policy",
        related: [{ at: ["misfire_policy"], message: "every fire is to be made up for" }],
      });
    } else {
      report({
        at: ["misfire_policy"],
        message: `${message}, which is ${overlap_policy} by default`,
        help: "add overlap_policy: buffer_all, or write another misfire_policy",
      });
    }
  },
});
