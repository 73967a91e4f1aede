import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const backoffOrder = defineRule({
  code: "backoff-order",
  severity: "error",
  summary: "The longest back-off is shorter than the first one.",
  rationale:
    "No pause is longer than `max_backoff_seconds`, so a longer `backoff_seconds` would never be kept. Temporal refuses such a retry policy.",
  scope: "definition",
  reads: ["retry.backoff_seconds", "retry.max_backoff_seconds"],
  check(definition, report) {
    const { backoff_seconds, max_backoff_seconds } = definition.activity.retry;
    if (max_backoff_seconds >= backoff_seconds) return;
    const first = ["retry", "backoff_seconds"];
    const longest = ["retry", "max_backoff_seconds"];
    if (isWritten(definition, longest)) {
      report({
        at: longest,
        message: `max_backoff_seconds ${max_backoff_seconds} is below backoff_seconds ${backoff_seconds}`,
        help: `write ${backoff_seconds} or more`,
        related: [{ at: first, message: "the first pause would be longer" }],
      });
    } else {
      report({
        at: first,
        message: `backoff_seconds ${backoff_seconds} is above max_backoff_seconds, which is ${max_backoff_seconds} by default`,
        help: `add max_backoff_seconds: ${backoff_seconds} or more`,
      });
    }
  },
});
