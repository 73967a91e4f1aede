/** How much more than was measured a row may need: more than a busy machine adds, less than a change of method does. */
const MARGIN = 1.5;
const RENEW = "if that is meant, run node bench/regression.mjs --renew on an idle machine and commit bench/bounds.json";

/** What is kept of a measurement: by row the ratio that was measured, and the one that fails. */
export function boundsOf(measured) {
  return Object.fromEntries(
    measured.map(({ name, to, ratio }) => [name, { to, measured: rounded(ratio), bound: rounded(ratio * MARGIN) }]),
  );
}

/** A line a row, and a message for each that is above its bound or has none, and for each bound without a row. */
export function judge(measured, bounds) {
  const lines = [];
  const failures = [];
  for (const { name, to, ratio } of measured) {
    const known = bounds[name];
    if (known?.to !== to) {
      failures.push(`${name}: bench/bounds.json has no bound in relation to ${to}; ${RENEW}`);
      continue;
    }
    const isSlower = ratio > known.bound;
    const isFaster = ratio * MARGIN < known.measured;
    const note = isFaster ? `; faster than recorded: ${RENEW.replace("if that is meant, ", "")}` : "";
    const figures = `${ratio.toFixed(2)} x the CPU time of ${to}, bound ${known.bound}`;
    lines.push(`${isSlower ? "FAILED" : "ok    "}  ${name}: ${figures}${note}`);
    if (isSlower) failures.push(`${name}: ${figures}, recorded ${known.measured}; ${RENEW}`);
  }
  const names = measured.map(({ name }) => name);
  for (const name of Object.keys(bounds).filter((one) => !names.includes(one)))
    failures.push(`${name}: bench/bounds.json has a bound for it, and it is not measured; ${RENEW}`);
  return { lines, failures };
}

const rounded = (number) => Number(number.toFixed(2));
