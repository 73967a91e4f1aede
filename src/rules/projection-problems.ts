import type { ProblemInfo } from "../diagnostics/diagnostic.ts";

/** What can be wrong with a definition only where a certain projection of it is asked for. */
export const projectionProblems = {
  "lossy-projection": {
    severity: "error",
    summary: "A projection that is asked for cannot do what a field says.",
    rationale:
      "A timer of systemd keeps no queue, pauses nothing, and knows neither a first nor a last day. Its runner would do something else than the definition says, and nobody would see it. `actdef explain` shows what each projection can do; with `--allow-lossy` the units are written nevertheless, and say in their headers what is lost.",
  },
} as const satisfies Record<string, ProblemInfo>;

export type ProjectionProblemCode = keyof typeof projectionProblems;
