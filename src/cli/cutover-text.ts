import type { CutoverPlan, CutoverStep, UnitState } from "../operate/cutover.ts";
import { type Proof, record } from "../operate/rollout-evidence.ts";
import { systemctlCommand } from "./systemd-units.ts";

export interface CutoverWords {
  readonly id: string;
  readonly target: string;
  /** The definition's file. */
  readonly path: string;
  readonly unavailable: string | undefined;
}

/** A plan for people: what speaks for it, what is done, and what this machine has nothing of. */
export function cutoverText({ kind, steps, units, proof }: CutoverPlan, words: CutoverWords): string {
  const absent = units.filter(({ file }) => file === null);
  const lines = [
    `${kind} of ${words.id} on ${words.target}`,
    ...(proof ? proofLines(proof) : []),
    ...steps.map((step) => stepLine(step, units, words)),
    ...absent.map(({ unit }) => line("skip", `${unit}: ${words.unavailable ?? "not on this machine"}`)),
    ...(steps.length === 0 ? ["nothing to do"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function proofLines({ canary, comparison: { path, document } }: Proof): string[] {
  const { from, until, verdict, criteria, segments } = record(document);
  const all = recordsOf(criteria);
  const passed = all.filter(({ state }) => state === "passed").length;
  const counted = recordsOf(segments).filter(({ is_counted }) => is_counted === true);
  return [
    line("proof", `${canary.path}: passed`),
    line("", `${path}: ${from} .. ${until}, ${verdict} (${passed} of ${all.length} criteria)`),
    ...(counted.every(({ behaviour_sha256 }) => typeof behaviour_sha256 === "string") ? [] : [line("", UNSAID)]),
  ];
}

/** The State Hub's events are such; then only the history of the definition tells. */
const UNSAID = "its events do not say which behaviour ran: see that the definition was not changed meanwhile";

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? value : []).map(record);
}

function stepLine(step: CutoverStep, units: readonly UnitState[], { path }: CutoverWords): string {
  if (step.kind === "phase") return line("phase", `${step.from} -> ${step.to} in ${path}`);
  if (step.kind === "archive" || step.kind === "restore") return line(step.kind, step.file);
  const unit = units.find((it) => it.unit === step.unit);
  const state = [unit?.isEnabled ? "enabled" : "disabled", unit?.isActive ? "active" : "inactive"].join(", ");
  return line(step.kind, `${step.unit} (${state}): ${systemctlCommand(step.kind, step.unit)}`);
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(9)}${text}`;
}
