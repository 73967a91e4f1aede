/**
 * A stream of reproducible choices. The same seed gives the same choices on every machine and version of Node, which
 * `Math.random` does not promise.
 */
export function createRandom(seed) {
  let state = seed >>> 0;

  // mulberry32 by Tommy Ettinger: 32 bits of state, and only operations that are exact in JavaScript.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  const below = (limit) => Math.floor(next() * limit);
  return {
    /** A whole number from 0 up to, not including, the limit. */
    below,
    /** True in this share of cases. */
    chance: (share) => next() < share,
    /** One of the items. */
    pick: (items) => items[below(items.length)],
    /** The value of one of the `[weight, value]` pairs, as often as its weight says. */
    weighted: (pairs) => {
      let rest = below(pairs.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of pairs) {
        rest -= weight;
        if (rest < 0) return value;
      }
      throw new Error("no weights");
    },
  };
}
