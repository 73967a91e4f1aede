import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const pauseAfterOne = defineRule({
  code: "pause-after-one",
  severity: "warning",
  negotiable: true,
  summary: "A single failed call pauses the schedule.",
  rationale:
    "With one attempt and `on_failure_after: 1`, one lost connection stops the job until somebody resumes it. That is right for a call that must not be repeated, and such a call is not reported; one that may be repeated can be tried again.",
  scope: "definition",
  reads: ["on_failure", "on_failure_after", "retry.max_attempts", "invoke.idempotent"],
  check(definition, report) {
    const { on_failure, on_failure_after, retry, invoke } = definition.activity;
    if (on_failure !== "pause" || on_failure_after > 1 || retry.max_attempts > 1 || !invoke.idempotent) return;
    const ones = [["on_failure_after"], ["retry", "max_attempts"]].filter((path) => isWritten(definition, path));
    report({
      at: ["on_failure"],
      message: "one failed call pauses the schedule, though the call may be repeated",
      help: "let retry.max_attempts or on_failure_after be 2 or more",
      ...(ones.length > 0 ? { related: ones.map((at) => ({ at, message: "the first failure counts" })) } : {}),
    });
  },
});
