import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { binomialCdf, exactUpperLimit, mcNemarExact, spreadOf, wilsonInterval } from "../../src/compare/statistics.ts";

interface Known {
  readonly wilson: readonly { count: number; n: number; low: number; high: number }[];
  readonly mcnemar: readonly { only_first: number; only_second: number; p: number }[];
  readonly upper_limit: readonly { count: number; n: number; upper: number }[];
  readonly binomial_cdf: readonly { count: number; n: number; p: number; cdf: number }[];
  readonly quantiles: readonly { numbers: readonly number[]; p50: number; p95: number }[];
}

/** Made by statistics.py. */
const scipy = JSON.parse(readFileSync(join(import.meta.dirname, "statistics.json"), "utf8")) as Known;

function expectNear(value: number | undefined, expected: number) {
  expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThan(1e-9 * Math.max(1e-3, Math.abs(expected)) + 1e-14);
}

describe("what SciPy and NumPy say", () => {
  test.each(scipy.wilson)("Wilson's interval of $count in $n", ({ count, n, low, high }) => {
    const interval = wilsonInterval(count, n);
    expectNear(interval.low, low);
    expectNear(interval.high, high);
  });

  test.each(scipy.mcnemar)("McNemar's exact test of $only_first and $only_second", ({ only_first, only_second, p }) => {
    expectNear(mcNemarExact(only_first, only_second), p);
  });

  test.each(scipy.upper_limit)("the exact limit of $count in $n", ({ count, n, upper }) => {
    expectNear(exactUpperLimit(count, n), upper);
  });

  test.each(scipy.binomial_cdf)("at most $count of $n with p = $p", ({ count, n, p, cdf }) => {
    expectNear(binomialCdf(count, n, p), cdf);
  });

  test.each(scipy.quantiles)("percentiles of $numbers.length numbers", ({ numbers, p50, p95 }) => {
    const spread = spreadOf(Float64Array.from(numbers));
    expectNear(spread?.p50, p50);
    expectNear(spread?.p95, p95);
    expect(spread).toMatchObject({ n: numbers.length, max: Math.max(...numbers) });
  });
});

describe("what is published", () => {
  // R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("Newcombe's interval of %d in %d", (count, n, low, high) => {
    const interval = wilsonInterval(count, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  // M. P. Fay, Exact McNemar's test and matching confidence intervals (the vignette of R's exact2x2): 9 and 2 pairs differ.
  test("Fay's table with 9 and 2 off the diagonal", () => {
    expect(mcNemarExact(9, 2)).toBeCloseTo(0.06543, 5);
    expect(mcNemarExact(2, 9)).toBe(mcNemarExact(9, 2));
  });

  // C. J. Clopper and E. S. Pearson, Biometrika 26 (1934); the rule of three of J. A. Hanley and A. Lippman-Hand, JAMA 249 (1983).
  test("no failure in 672 runs, and the rule of three", () => {
    expect(exactUpperLimit(0, 672) * 100).toBeCloseTo(0.445, 3);
    expect(exactUpperLimit(0, 1000)).toBeCloseTo(3 / 1000, 4);
  });
});

test("nothing seen bounds nothing", () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  expect(exactUpperLimit(0, 0)).toBe(1);
  expect(mcNemarExact(0, 0)).toBe(1);
  expect(spreadOf(new Float64Array())).toBeNull();
});
