import type { ProblemInfo } from "../diagnostics/diagnostic.ts";

/** What can be wrong with a comment that accepts a problem, or with a target's severities. */
export const acceptProblems = {
  "ignore-reason": {
    severity: "error",
    summary: "A problem is ignored without a reason.",
    rationale: "Whoever reads the definition in a year has to know why the rule does not hold here.",
  },
  "ignore-code": {
    severity: "error",
    summary: "The code that is ignored does not exist, or may not be ignored.",
    rationale:
      "Only matters of judgement may be ignored. What protects safety (the time-out chain, loopback addresses, secrets, shell commands), and what would make the output wrong, may not.",
  },
  "ignore-unused": {
    severity: "warning",
    summary: "A comment ignores a problem that is not there.",
    rationale: "It would hide the problem when it comes back.",
  },
  "severity-code": {
    severity: "error",
    summary: "A target's policy rates a code that does not exist, or lowers one that may not be.",
    rationale:
      "Every warning may be raised. Only matters of judgement may be lowered: what protects safety, and what would make the output wrong, stays an error.",
  },
} as const satisfies Record<string, ProblemInfo>;

export type AcceptProblemCode = keyof typeof acceptProblems;
