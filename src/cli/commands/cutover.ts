import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { textFile, writeAtomically } from "../../emit/write-outputs.ts";
import { applyEdits } from "../../fix/edits.ts";
import { behaviourSha256 } from "../../model/behaviour.ts";
import {
  type CutoverPlan,
  type CutoverStep,
  localUnits,
  planCutover,
  planRollback,
  type UnitState,
} from "../../operate/cutover.ts";
import { OperationStop } from "../../operate/operation-stop.ts";
import { rewriteText } from "../../parse/scalar-edit.ts";
import { type CompareSubject, compareSubject } from "../compare-subject.ts";
import { type CutoverRecord, cutoverFiles } from "../cutover-evidence.ts";
import { cutoverText } from "../cutover-text.ts";
import { evidenceFolder, readEvidence } from "../evidence-files.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { operatorName } from "../operator-name.ts";
import { EXIT_OF_STOP, stopReport } from "../stop-report.ts";
import { readUnits, restoreUnit, switchUnit, systemctlCommand } from "../systemd-units.ts";
import type { Terminal } from "../terminal.ts";

export interface CutoverOptions {
  readonly target?: string;
  readonly apply?: boolean;
  readonly rollback?: boolean;
}

/**
 * `actdef cutover <id>`: from two runners to one, or back. Without --apply it says what it would do, and ends with 3 where
 * there is something.
 */
export async function cutover(id: string, options: CutoverOptions, terminal: Terminal): Promise<ExitCode> {
  const subject = await compareSubject(id, options.target, terminal);
  if (!subject) return EXIT.problems;
  try {
    const { root, activity, target, definition } = subject;
    const names = localUnits(activity);
    const { units, unavailable } = readUnits(names);
    const evidence = readEvidence(root, target.name, id);
    const who = operatorName();
    const question = {
      target: target.name,
      activity,
      behaviourSha256: behaviourSha256(activity),
      evidence,
      units,
      who,
    };
    const plan = options.rollback ? planRollback(question) : planCutover(question);
    const words = { id, target: target.name, path: definition.document.file.path, unavailable };
    terminal.out(cutoverText(plan, words));
    if (plan.steps.length === 0) return EXIT.ok;
    if (!options.apply) {
      const again = `actdef cutover ${id}${options.rollback ? " --rollback" : ""} --apply`;
      terminal.out(`nothing was done: this was the plan; carry it out with ${again}\n`);
      return EXIT.stale;
    }
    await carryOut(subject, plan, terminal);
    tellNext(plan, subject, unavailable, terminal);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof OperationStop)) throw error;
    terminal.out(stopReport(error, terminal.color));
    return EXIT_OF_STOP[error.kind];
  }
}

/**
 * Does the steps in their order. What is done is written before and after: one that is cut off leaves which units were
 * enabled. Throws OperationStop where a step fails.
 */
async function carryOut(subject: CompareSubject, plan: CutoverPlan, terminal: Terminal): Promise<void> {
  const { root, activity, target } = subject;
  const folder = evidenceFolder(target.name, activity.id);
  const at = new Date().toISOString();
  const write = async (now: readonly UnitState[]) => {
    const files = cutoverFiles(folder, cutoverRecord(subject, plan, { at, now }));
    for (const file of files) await writeAtomically(root, file);
    return files;
  };
  await write(plan.units);
  for (const step of plan.steps) {
    await doStep(subject, step, folder);
    terminal.out(`done  ${stepWords(step)}\n`);
  }
  const { units } = readUnits(plan.units.map(({ unit }) => unit));
  for (const { path } of await write(units)) terminal.out(`wrote ${path}\n`);
}

/** What has been done by now. */
function cutoverRecord(
  { activity, target }: CompareSubject,
  plan: CutoverPlan,
  { at, now }: { readonly at: string; readonly now: readonly UnitState[] },
): CutoverRecord {
  const folder = evidenceFolder(target.name, activity.id);
  return {
    schema_version: 1,
    kind: plan.kind,
    target: target.name,
    activity_id: activity.id,
    uuid: activity.uuid,
    behaviour_sha256: behaviourSha256(activity),
    at,
    who: operatorName(),
    phase: { from: activity.rollout.phase, to: phaseAfter(plan, activity.rollout.phase) },
    canary: fileOf(plan.proof?.canary),
    comparison: fileOf(plan.proof?.comparison),
    units: plan.before.map(({ unit, file, files, isEnabled, isActive }, index) => ({
      unit,
      is_there: file !== null,
      was_enabled: isEnabled,
      was_active: isActive,
      is_enabled: now[index]?.isEnabled ?? false,
      is_active: now[index]?.isActive ?? false,
      files: plan.kind === "cutover" ? files.map((from) => ({ from, archived: copyPath(folder, from) })) : [],
    })),
  };
}

async function doStep({ root, definition }: CompareSubject, step: CutoverStep, folder: string): Promise<void> {
  if (step.kind === "archive") {
    const text = readFileSync(step.file, "utf8");
    return await writeAtomically(root, textFile(copyPath(folder, step.file), text));
  }
  if (step.kind === "restore") return restoreUnit(step.file, readFileSync(join(root, step.copy), "utf8"));
  if (step.kind !== "phase") return switchUnit(step.kind, step.unit);
  const { path, text } = definition.document.file;
  const edit = rewriteText(definition.document, ["rollout", "phase"], step.to);
  if (!edit)
    throw new OperationStop("failed", `${path}: rollout.phase is no plain value; write ${step.to} there`, {
      state: "what was done before stays; the same command goes on from here",
    });
  await writeAtomically(root, textFile(path, applyEdits(text, [edit])));
}

function stepWords(step: CutoverStep): string {
  if (step.kind === "phase") return `phase ${step.from} -> ${step.to}`;
  if (step.kind === "archive" || step.kind === "restore") return `${step.kind} ${basename(step.file)}`;
  return systemctlCommand(step.kind, step.unit);
}

/** A drop-in's name tells nothing without that of its folder. */
function copyPath(folder: string, file: string): string {
  const above = basename(dirname(file));
  return `${folder}/units/${above.endsWith(".d") ? `${above}/` : ""}${basename(file)}`;
}

function phaseAfter({ steps }: CutoverPlan, phase: string): string {
  const moved = steps.find((step) => step.kind === "phase");
  return moved?.kind === "phase" ? moved.to : phase;
}

function fileOf(file: { readonly path: string; readonly sha256: string } | undefined) {
  return file ? { path: file.path, sha256: file.sha256 } : null;
}

function tellNext(plan: CutoverPlan, { target, activity }: CompareSubject, missing: string | undefined, to: Terminal) {
  const elsewhere = plan.units.filter(({ file }) => file === null).map(({ unit }) => unit);
  if (plan.kind === "cutover" && elsewhere.length > 0) {
    to.out(`not on this machine${missing === undefined ? "" : ` (${missing})`}: where they are, run\n`);
    for (const unit of elsewhere) to.out(`  ${systemctlCommand("disable", unit)}\n`);
  }
  to.out(`next: actdef compile, commit the definition and its evidence, then actdef sync ${target.name}\n`);
  if (plan.kind === "rollback") to.out(`the cluster goes on beside it; to stop it: actdef pause ${activity.id}\n`);
}
