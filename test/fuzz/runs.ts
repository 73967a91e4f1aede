/** How often a property is tried: so many times, or as many times more as ACTDEF_FUZZ_RUNS says; always the same ones. */
export function runs(times: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: times * Number(process.env.ACTDEF_FUZZ_RUNS ?? "1"), seed: 64 };
}
