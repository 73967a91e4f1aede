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
 * The latest canary and the latest comparison of this very behaviour, where both are good, or what is missing of the two: an
 * older success does not outweigh a later failure. Evidence is bound to `behaviour_sha256`, so that it outlives a change of
 * `enabled`, `rollout` or `updated`, and nothing else.
 */
export function proofOf(files: readonly EvidenceFile[], subject: EvidenceSubject): Proof | readonly MissingProof[] {
  const canaries = judged(files, "canary", (file) => judgedCanary(file, subject));
  const comparisons = judged(files, "compare", (file) => judgedComparison(file, subject));
  if (canaries.good && comparisons.good) return { canary: canaries.good, comparison: comparisons.good };
  return [
    ...(canaries.good ? [] : [{ what: "canary", found: canaries.problems } as const]),
    ...(comparisons.good ? [] : [{ what: "comparison", found: comparisons.problems } as const]),
  ];
}

/** What is wrong with a file, if anything; what is about something else stands in nobody's way. */
interface Judgement {
  readonly isOther?: true;
  readonly problem?: string;
}

/** The name of a file says what it is of, and its day or instant comes behind: so the last by name is the latest. */
function judged(files: readonly EvidenceFile[], prefix: string, judge: (file: EvidenceFile) => Judgement) {
  const own = files.filter(({ path }) => nameOf(path).startsWith(`${prefix}-`)).toSorted(byName);
  const judgements = own.map((file) => ({ file, ...judge(file) }));
  const latest = judgements.findLast(({ isOther }) => !isOther);
  const bad = judgements.filter(({ problem }) => problem !== undefined);
  return {
    good: latest?.problem === undefined ? latest?.file : undefined,
    problems: bad.map(({ file, problem }) => `${file.path}: ${problem}`),
  };
}

function judgedCanary({ document }: EvidenceFile, subject: EvidenceSubject): Judgement {
  const { kind, target, result } = record(document);
  const { id, behaviour_sha256, ok } = record(result);
  if (kind !== "canary") return { isOther: true, problem: "it is no evidence of a canary" };
  const other = aboutAnother(subject, { target, id, behaviour_sha256 });
  if (other !== undefined) return { isOther: true, problem: other };
  return ok === true ? {} : { problem: "the canary failed" };
}

function judgedComparison({ document }: EvidenceFile, subject: EvidenceSubject): Judgement {
  const { target, activity_id, behaviour_sha256, verdict } = record(document);
  if (typeof verdict !== "string") return { isOther: true, problem: "it is no comparison" };
  const other = aboutAnother(subject, { target, id: activity_id, behaviour_sha256 });
  if (other !== undefined) return { isOther: true, problem: other };
  return verdict === "successful" ? {} : { problem: `its verdict is ${verdict}` };
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
