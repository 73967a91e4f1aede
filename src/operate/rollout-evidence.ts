/** A file of evidence about one activity, as it lies in the project. */
export interface EvidenceFile {
  /** Relative to the project. */
  readonly path: string;
  readonly sha256: string;
  /** The file's JSON; undefined where it is none. */
  readonly document: unknown;
}

/** What evidence has to be about. */
export interface EvidenceSubject {
  readonly target: string;
  readonly id: string;
  readonly behaviourSha256: string;
}

/** The evidence that a cutover rests on. */
export interface Proof {
  readonly canary: EvidenceFile;
  readonly comparison: EvidenceFile;
}

/** What is missing of a proof: what there is, and why it does not count; then how to get it. */
export interface MissingProof {
  readonly what: "canary" | "comparison";
  readonly found: readonly string[];
}

/**
 * The latest canary and the latest comparison that speak for this very behaviour, or what is missing of the two. Evidence
 * is bound to `behaviour_sha256`, so that it outlives a change of `enabled`, `rollout` or `updated`, and nothing else.
 */
export function proofOf(files: readonly EvidenceFile[], subject: EvidenceSubject): Proof | readonly MissingProof[] {
  const canaries = judged(files, "canary", (file) => canaryProblem(file, subject));
  const comparisons = judged(files, "compare", (file) => comparisonProblem(file, subject));
  if (canaries.good && comparisons.good) return { canary: canaries.good, comparison: comparisons.good };
  return [
    ...(canaries.good ? [] : [{ what: "canary", found: canaries.problems } as const]),
    ...(comparisons.good ? [] : [{ what: "comparison", found: comparisons.problems } as const]),
  ];
}

/** The name of a file says what it is of, and its day or instant comes behind: so the last by name is the latest. */
function judged(files: readonly EvidenceFile[], prefix: string, problemOf: (file: EvidenceFile) => string | undefined) {
  const own = files.filter(({ path }) => nameOf(path).startsWith(`${prefix}-`)).toSorted(byName);
  const problems = own.map((file) => ({ file, problem: problemOf(file) }));
  return {
    good: problems.findLast(({ problem }) => problem === undefined)?.file,
    problems: problems.map(({ file, problem }) => `${file.path}: ${problem}`),
  };
}

function canaryProblem({ document }: EvidenceFile, subject: EvidenceSubject): string | undefined {
  const { kind, target, result } = record(document);
  const { id, behaviour_sha256, ok } = record(result);
  if (kind !== "canary") return "it is no evidence of a canary";
  return aboutAnother(subject, { target, id, behaviour_sha256 }) ?? (ok === true ? undefined : "the canary failed");
}

function comparisonProblem({ document }: EvidenceFile, subject: EvidenceSubject): string | undefined {
  const { target, activity_id, behaviour_sha256, verdict } = record(document);
  if (typeof verdict !== "string") return "it is no comparison";
  const other = aboutAnother(subject, { target, id: activity_id, behaviour_sha256 });
  return other ?? (verdict === "successful" ? undefined : `its verdict is ${verdict}`);
}

function aboutAnother(
  { target, id, behaviourSha256 }: EvidenceSubject,
  about: Readonly<Record<"target" | "id" | "behaviour_sha256", unknown>>,
): string | undefined {
  if (about.target !== target) return `it is about the target ${about.target}`;
  if (about.id !== id) return `it is about ${about.id}`;
  if (about.behaviour_sha256 === behaviourSha256) return undefined;
  return `it is about another behaviour, ${String(about.behaviour_sha256).slice(0, 12)}…; this is ${behaviourSha256.slice(0, 12)}…`;
}

/** The members of an object; none of anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function byName(a: EvidenceFile, b: EvidenceFile): number {
  return nameOf(a.path) < nameOf(b.path) ? -1 : 1;
}
