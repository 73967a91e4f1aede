import { defineRule } from "./rule.ts";

export const clientDeadline = defineRule({
  code: "client-deadline",
  severity: "error",
  summary: "The caller gives up before the work may end.",
  rationale:
    "The called service keeps the work budget and answers at its end with what it has. A caller that waits no longer than the budget loses this partial answer exactly when the work takes long.",
  scope: "definition",
  reads: ["max_seconds", "invoke.timeout_seconds"],
  check({ activity: { max_seconds, invoke } }, report) {
    if (invoke.timeout_seconds > max_seconds) return;
    report({
      at: ["invoke", "timeout_seconds"],
      message: `timeout_seconds ${invoke.timeout_seconds} is not above max_seconds ${max_seconds}`,
      label: "the caller gives up here",
      help: "raise timeout_seconds, or leave it out: it is max_seconds + 30 by default",
      related: [{ at: ["max_seconds"], message: "the called service may work this long" }],
    });
  },
});
