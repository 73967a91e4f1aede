import type { ProblemInfo } from "../diagnostics/diagnostic.ts";

/** Every code that checking a document against its schema can report. The cron codes are in `schedule/cron-problems.ts`. */
export const validateProblems = {
  "unknown-field": {
    severity: "error",
    summary: "A field is not known here.",
    rationale:
      "A misspelt field that is passed over in silence is a policy that does not hold. A field with one close match is read as that field, so that nothing else is hidden by the slip.",
  },
  "missing-field": {
    severity: "error",
    summary: "A required field is missing.",
    rationale: "What cannot be defaulted safely has to be said.",
  },
  "wrong-type": {
    severity: "error",
    summary: "A value is of another type than its field.",
    rationale: 'Values are never converted: `yes` is text, `"15"` is not a number.',
  },
  "wrong-value": {
    severity: "error",
    summary: "A value is not one of those that its field allows.",
    rationale: "Each allowed value has one meaning on every target; others have none.",
  },
  "wrong-format": {
    severity: "error",
    summary: "A text is not of the form that its field needs.",
    rationale:
      "Names, dates, paths and identifiers end up in Kubernetes, Temporal and HTTP, which refuse other forms later and less clearly.",
  },
  "out-of-range": {
    severity: "error",
    summary: "A number, text or list is smaller or larger than its field allows.",
    rationale: "The bounds are those of the targets, or those beyond which a value is surely a slip.",
  },
  "wrong-comparison": {
    severity: "error",
    summary: "A condition does not have exactly one comparison.",
    rationale:
      "`fail_when` and `warn_when` compare the value at a pointer in one way: equals, not_equals or greater_than.",
  },
  "newer-schema": {
    severity: "error",
    summary: "The document is written for a newer compiler.",
    rationale: "Its fields may mean something else there, so none of them is judged.",
  },
  "shell-invoke": {
    severity: "error",
    summary: "The invocation is a shell command.",
    rationale:
      "A cluster has no laptop checkout to run in. The work is called over HTTP, by a service that keeps its own code.",
  },
  "literal-host": {
    severity: "error",
    summary: "A base URL stands where the name of an environment variable belongs.",
    rationale:
      "A literal host goes around the target's bridge and with it around the proof of the time-outs; and 127.0.0.1 inside a cluster is the pod itself.",
  },
} as const satisfies Record<string, ProblemInfo>;

export type ValidateProblemCode = keyof typeof validateProblems;
