import type { Activity } from "../model/activity.ts";
import { OperationStop } from "./operation-stop.ts";
import { type EvidenceFile, type MissingProof, nameOf, type Proof, proofOf, record } from "./rollout-evidence.ts";

/** A systemd unit of a local runner, as this machine knows it. */
export interface UnitState {
  readonly unit: string;
  /** The file that it was loaded from; null where this machine has no such unit. */
  readonly file: string | null;
  /** All that it consists of, links followed: that file, its drop-ins, and the same of the service that a timer starts. */
  readonly files: readonly string[];
  readonly isEnabled: boolean;
  readonly isActive: boolean;
}

/** One thing that a cutover or a rollback does. */
export type CutoverStep =
  | { readonly kind: "archive"; readonly unit: string; readonly file: string }
  | { readonly kind: "restore"; readonly unit: string; readonly file: string; readonly copy: string }
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
  readonly activity: Pick<Activity, "id" | "enabled" | "rollout">;
  readonly behaviourSha256: string;
  readonly evidence: readonly EvidenceFile[];
  readonly units: readonly UnitState[];
  /** `user@host`: what was archived elsewhere is not restored here. */
  readonly who: string;
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
  if (!activity.enabled) throw paused(activity.id, target);
  const proof = proofOf(evidence, { target, id: activity.id, behaviourSha256 });
  if (!("canary" in proof)) throw unproved(activity.id, target, proof);
  const running = units.filter(({ isEnabled, isActive }) => isEnabled || isActive);
  const begun = lastChange(evidence);
  const isRecorded = begun?.kind === "cutover";
  const steps: CutoverStep[] = [
    ...(isRecorded ? [] : units.flatMap(({ unit, files }) => files.map((file) => archive(unit, file)))),
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

/**
 * What a rollback undoes: the definition first, so that nobody takes the cluster for the only runner, then the units. One
 * that systemd has forgotten, since to disable a linked unit is to unlink it, is brought back.
 */
export function planRollback({ activity, evidence, units, who }: CutoverQuestion): CutoverPlan {
  const last = lastChange(evidence);
  const { phase } = activity.rollout;
  if (last?.kind !== "cutover" && phase !== "primary")
    throw new OperationStop("refused", `${activity.id} was not cut over, so there is nothing to roll back`, {
      state: "nothing was done",
    });
  const recorded = new Map(last?.units.map((unit) => [String(unit.unit), unit]));
  const wasEnabled = ({ unit }: UnitState) => recorded.get(unit)?.was_enabled === true;
  const copies = ({ unit, file }: UnitState) =>
    file === null && last?.who === who ? copiesOf(recorded.get(unit)?.files) : [];
  const idle = units.filter((unit) => !unit.isEnabled && wasEnabled(unit));
  const steps: CutoverStep[] = [
    ...(phase === "primary" ? [{ kind: "phase", from: phase, to: "parallel" } as const] : []),
    ...idle.flatMap((it) => copies(it).map((copy) => ({ kind: "restore", unit: it.unit, ...copy }) as const)),
    ...idle
      .filter((it) => it.file !== null || copies(it).length > 0)
      .map(({ unit }) => ({ kind: "enable", unit }) as const),
  ];
  return { kind: "rollback", steps, units, before: units, proof: null };
}

/** Files as a record of a cutover names them. */
function copiesOf(files: unknown): readonly { readonly file: string; readonly copy: string }[] {
  return (Array.isArray(files) ? files : [])
    .map(record)
    .filter(({ from, archived }) => typeof from === "string" && typeof archived === "string")
    .map(({ from, archived }) => ({ file: String(from), copy: String(archived) }));
}

interface Change {
  readonly kind: unknown;
  readonly who: unknown;
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
  return last && { kind: last.kind, who: last.who, units: (Array.isArray(last.units) ? last.units : []).map(record) };
}

function paused(id: string, target: string): OperationStop {
  return new OperationStop("refused", `${id} says enabled: false, so the cluster does not run it`, {
    why: "without the local runner nobody would",
    state: "nothing was done",
    next: `set enabled: true, compile, commit, and sync: actdef sync ${target}`,
  });
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
