/** The values from `start` to `end`, both included, `step` apart: the shape of Temporal's StructuredCalendarSpec Range. */
export interface FieldRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** The values of some ranges together: ascending, distinct. */
export function valuesIn(ranges: readonly FieldRange[]): number[] {
  const values = new Set<number>();
  for (const { start, end, step } of ranges) {
    for (let value = start; value <= end; value += step) values.add(value);
  }
  return ascending(values);
}

/** The distinct values of `values`, ascending. */
export function ascending(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
