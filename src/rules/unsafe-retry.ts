import { defineRule } from "./rule.ts";

export const unsafeRetry = defineRule({
  code: "unsafe-retry",
  severity: "error",
  summary: "A call that is not idempotent is retried.",
  rationale:
    "An attempt may fail after its work is done, for instance when only the answer is lost. The next attempt then does the work twice, which `idempotent: false` says is harmful.",
  scope: "definition",
  reads: ["retry.max_attempts", "invoke.idempotent"],
  check({ activity: { retry, invoke } }, report) {
    if (retry.max_attempts === 1 || invoke.idempotent) return;
    report({
      at: ["retry", "max_attempts"],
      message: `max_attempts ${retry.max_attempts} would repeat a call that is not idempotent`,
      help: "write 1, or make the endpoint idempotent and say so",
      related: [{ at: ["invoke", "idempotent"], message: "a repeat may do harm" }],
    });
  },
});
