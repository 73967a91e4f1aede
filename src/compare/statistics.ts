/** Numbers between 0 and 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/** Wilson's score interval for a share, at 95 % and without continuity correction; the whole range where n is 0. */
export function wilsonInterval(count: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const share = count / n;
  const middle = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  return { low: count === 0 ? 0 : Math.max(0, middle - half), high: count === n ? 1 : Math.min(1, middle + half) };
}

/**
 * McNemar's exact test, two-sided: how likely pairs that differ would fall apart at least so unevenly if each way were as
 * likely as the other. 1 where no pair differs.
 */
export function mcNemarExact(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  if (n === 0) return 1;
  return Math.min(1, 2 * binomialCdf(Math.min(onlyFirst, onlySecond), n, 0.5));
}

const CONFIDENCE = 0.95;
const BISECTIONS = 60;

/** The exact (Clopper-Pearson) upper 95 % limit, one-sided, of a rate of which `count` in `n` were seen; 1 where n is 0. */
export function exactUpperLimit(count: number, n: number): number {
  if (count >= n) return 1;
  if (count === 0) return 1 - (1 - CONFIDENCE) ** (1 / n);
  let [low, high] = [count / n, 1];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (binomialCdf(count, n, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How likely at most `count` of `n` are, each with a chance of its own of `p`. */
export function binomialCdf(count: number, n: number, p: number): number {
  if (count >= n) return 1;
  return incompleteBeta(1 - p, n - count, count + 1);
}

const MAX_TERMS = 10_000;
const PRECISION = 1e-15;
const TINY = 1e-300;

/** The regularized incomplete beta function: the continued fraction of DLMF 8.17.22, by Lentz's method. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean alone.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return front * fraction;
}

/** Stirling's series (DLMF 5.11.1), from where four terms of it are exact to the last digits. */
const SERIES_FROM = 32;

/** The logarithm of the gamma function of a number above 0. */
function logGamma(x: number): number {
  let [at, shift] = [x, 0];
  for (; at < SERIES_FROM; at++) shift += Math.log(at);
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}

/** Some numbers by their middle, their 95th percentile and the largest, and how many they are. */
export interface Spread {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The spread of numbers, which are put in order; percentiles are interpolated linearly. Null where there is none. */
export function spreadOf(numbers: Float64Array): Spread | null {
  const max = numbers.sort().at(-1);
  return max === undefined
    ? null
    : { n: numbers.length, p50: quantile(numbers, 0.5), p95: quantile(numbers, 0.95), max };
}

/** Definition 7 of Hyndman and Fan, which R and NumPy take where none is named. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const [low = 0, high = low] = sorted.subarray(below, below + 2);
  return low + (high - low) * (at - below);
}
