/** Values in a row from which on a range reads better than a list. */
const MIN_RANGE_LENGTH = 3;

/**
 * The shortest plain list of ascending, distinct values, with ranges and without steps: 0, 1, 2, 22 is `0-2,22`.
 * @param write how a value is written, such as by its name
 */
export function listOfValues(values: readonly number[], write: (value: number) => string = String): string {
  return runs(values)
    .map((run) => writeRun(run, write))
    .join(",");
}

function writeRun(run: readonly number[], write: (value: number) => string): string {
  const written = run.map(write);
  return run.length < MIN_RANGE_LENGTH ? written.join(",") : `${written[0]}-${written.at(-1)}`;
}

/** Cuts ascending values where one is missing. */
function runs(values: readonly number[]): number[][] {
  const found: number[][] = [];
  for (const value of values) {
    const run = found.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else found.push([value]);
  }
  return found;
}
