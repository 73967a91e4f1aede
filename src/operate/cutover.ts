import type { Activity } from "../model/activity.ts";
import { OperationStop } from "./operation-stop.ts";
import { type EvidenceFile, type MissingProof, nameOf, type Proof, proofOf, record } from "./rollout-evidence.ts";

/** A systemd unit of a local runner, as this machine knows it. */
export interface UnitState {
  readonly unit: string;
  /** The file that it was loaded from; null where this machine has no such unit. */
  readonly file: string | null;
  readonly isEnabled: boolean;
  readonly isActive: boolean;
}

/** One thing that a cutover or a rollback does. */
export type CutoverStep =
  | { readonly kind: "archive"; readonly unit: string; readonly file: string }
  | { readonly kind: "disable" | "enable"; readonly unit: string }
  | { readonly kind: "phase"; readonly from: string; readonly to: string };

export interface CutoverPlan {
  readonly kind: "cutover" | "rollback";
  readonly steps: readonly CutoverStep[];
  readonly units: readonly UnitState[];
  /** The same before it was begun, where an earlier one was cut off. */
  readonly before: readonly UnitState[];
  /** What speaks for it; null of a rollback, which needs nothing. */
  readonly proof: Proof | null;
}

export interface CutoverQuestion {
  readonly target: string;
  readonly activity: Pick<Activity, "id" | "rollout">;
  readonly behaviourSha256: string;
  readonly evidence: readonly EvidenceFile[];
  readonly units: readonly UnitState[];
}

/** The units of an activity's local runners: those that it replaces, then the generated one. */
export function localUnits({ rollout }: Pick<Activity, "rollout">): readonly string[] {
  const own = rollout.local_unit === null ? [] : [`${rollout.local_unit}.timer`];
  return [...new Set([...rollout.replaces.map(({ unit }) => unit), ...own])];
}

/**
 * What retires the local runners: their unit files are kept with the evidence, the units are stopped, and only then the
 * definition says that the cluster is the primary runner. What is done already is left out, so that one that was cut off
 * goes on. Throws OperationStop without the proof, or from a phase that has skipped a step.
 */
export function planCutover(question: CutoverQuestion): CutoverPlan {
  const { activity, target, behaviourSha256, evidence, units } = question;
  const { phase } = activity.rollout;
  if (phase !== "parallel" && phase !== "primary") throw skipped(activity.id, phase);
  const proof = proofOf(evidence, { target, id: activity.id, behaviourSha256 });
  if (!("canary" in proof)) throw unproved(activity.id, target, proof);
  const running = units.filter(({ isEnabled, isActive }) => isEnabled || isActive);
  const begun = lastChange(evidence);
  const isRecorded = begun?.kind === "cutover";
  const steps: CutoverStep[] = [
    ...(isRecorded ? [] : units.flatMap(({ unit, file }) => (file === null ? [] : [archive(unit, file)]))),
    ...running.map(({ unit }) => ({ kind: "disable", unit }) as const),
    ...(phase === "parallel" ? [{ kind: "phase", from: phase, to: "primary" } as const] : []),
  ];
  const isDone = isRecorded && phase === "primary" && running.length === 0;
  const before = isRecorded ? asBegun(units, begun) : units;
  return { kind: "cutover", steps: isDone ? [] : steps, units, before, proof };
}

/** Units as the record of a cutover that was begun has them: what it stopped itself was running before. */
function asBegun(units: readonly UnitState[], { units: recorded }: Change): readonly UnitState[] {
  const before = new Map(recorded.map((unit) => [String(unit.unit), unit]));
  return units.map((state) => {
    const { was_enabled, was_active } = before.get(state.unit) ?? {};
    return {
      ...state,
      isEnabled: state.isEnabled || was_enabled === true,
      isActive: state.isActive || was_active === true,
    };
  });
}

function archive(unit: string, file: string): CutoverStep {
  return { kind: "archive", unit, file };
}

/** What a rollback undoes: the definition first, so that nobody takes the cluster for the only runner, then the units. */
export function planRollback({ activity, evidence, units }: CutoverQuestion): CutoverPlan {
  const last = lastChange(evidence);
  const { phase } = activity.rollout;
  if (last?.kind !== "cutover" && phase !== "primary")
    throw new OperationStop("refused", `${activity.id} was not cut over, so there is nothing to roll back`, {
      state: "nothing was done",
    });
  const before = new Map(last?.units.map((unit) => [String(unit.unit), unit.was_enabled === true]));
  const idle = units.filter(({ unit, file, isEnabled }) => file !== null && !isEnabled && before.get(unit) === true);
  const steps: CutoverStep[] = [
    ...(phase === "primary" ? [{ kind: "phase", from: phase, to: "parallel" } as const] : []),
    ...idle.map(({ unit }) => ({ kind: "enable", unit }) as const),
  ];
  return { kind: "rollback", steps, units, before: units, proof: null };
}

interface Change {
  readonly kind: unknown;
  readonly units: readonly Readonly<Record<string, unknown>>[];
}

/** The latest cutover or rollback that evidence tells of, also one that was cut off. */
function lastChange(evidence: readonly EvidenceFile[]): Change | undefined {
  const changes = evidence
    .filter(({ path }) => /^(?:cutover|rollback)-/.test(nameOf(path)))
    .map(({ document }) => record(document))
    .filter(({ kind, at }) => (kind === "cutover" || kind === "rollback") && typeof at === "string")
    .sort((a, b) => (String(a.at) < String(b.at) ? -1 : 1));
  const last = changes.at(-1);
  return last && { kind: last.kind, units: (Array.isArray(last.units) ? last.units : []).map(record) };
}

function skipped(id: string, phase: string): OperationStop {
  const missing = phase === "retired" ? "it is retired" : "a parallel week was not run";
  return new OperationStop("refused", `${id} is in the phase ${phase}: ${missing}`, {
    why: "a cutover follows on the phase parallel, in which both runners work side by side",
    state: "nothing was done",
    next:
      phase === "retired" ? [] : `set rollout.phase: parallel and enabled: true, then compare: actdef compare ${id}`,
  });
}

function unproved(id: string, target: string, missing: readonly MissingProof[]): OperationStop {
  const commands = {
    canary: `actdef canary ${id} --target ${target}`,
    comparison: `actdef compare ${id} --target ${target} --evidence`,
  };
  return new OperationStop("refused", `nothing proves that ${id} may be cut over`, {
    event: missing.flatMap(({ what, found }) => [`no ${what} speaks for it`, ...found.map((line) => `  ${line}`)]),
    why: "evidence counts for the very behaviour that it was made with",
    state: "nothing was done",
    next: missing.map(({ what }) => commands[what]),
  });
}
