/** The one candidate that a single slip (a letter wrong, missing, extra, or two swapped) turns into `word`. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const [match, second] = candidates.filter((candidate) => isOneSlipAway(word, candidate));
  return second === undefined ? match : undefined;
}

function isOneSlipAway(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
