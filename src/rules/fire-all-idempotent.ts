import { defineRule } from "./rule.ts";

export const fireAllIdempotent = defineRule({
  code: "fire-all-idempotent",
  severity: "error",
  negotiable: true,
  summary: "Every missed fire of a call that is not idempotent is made up for.",
  rationale:
    "After an outage, `fire_all` makes up to a thousand calls one after the other. Which of the missed fires had reached the service before the outage is not known, and `idempotent: false` says that a repeat does harm. Ignore it where each fire stands for work of its own.",
  scope: "definition",
  reads: ["misfire_policy", "invoke.idempotent"],
  check({ activity: { misfire_policy, invoke } }, report) {
    if (misfire_policy !== "fire_all" || invoke.idempotent) return;
    report({
      at: ["misfire_policy"],
      message: "misfire_policy fire_all would make up for fires of a call that is not idempotent",
      help: "write skip or fire_once, or make the endpoint idempotent and say so",
      related: [{ at: ["invoke", "idempotent"], message: "a repeat may do harm" }],
    });
  },
});
