import { type FileToWrite, textFile } from "../emit/write-outputs.ts";

/** What a cutover or a rollback has done, by `schemas/cutover-evidence.schema.json`. */
export interface CutoverRecord {
  readonly schema_version: 1;
  readonly kind: "cutover" | "rollback";
  readonly target: string;
  readonly activity_id: string;
  readonly uuid: string;
  readonly behaviour_sha256: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly who: string;
  readonly phase: { readonly from: string; readonly to: string };
  readonly canary: ProofFile | null;
  readonly comparison: ProofFile | null;
  readonly units: readonly UnitRecord[];
}

interface ProofFile {
  readonly path: string;
  readonly sha256: string;
}

interface UnitRecord {
  readonly unit: string;
  /** On the machine where the command was run. */
  readonly is_there: boolean;
  readonly was_enabled: boolean;
  readonly was_active: boolean;
  readonly is_enabled: boolean;
  readonly is_active: boolean;
  /** All that it consisted of, and the copies, relative to the project; none of a rollback. */
  readonly files: readonly { readonly from: string; readonly archived: string }[];
}

/** The record as files below a folder, for people first: what others read comes last. */
export function cutoverFiles(folder: string, record: CutoverRecord): readonly FileToWrite[] {
  const base = `${folder}/${record.kind}-${record.at.slice(0, 19).replaceAll(":", "")}Z`;
  return [textFile(`${base}.md`, markdown(record)), textFile(`${base}.json`, `${JSON.stringify(record, null, 2)}\n`)];
}

function markdown(record: CutoverRecord): string {
  const { kind, activity_id, target, at, who, phase, canary, comparison, units, behaviour_sha256 } = record;
  const proof = [canary, comparison].filter((file) => file !== null);
  const state = (isEnabled: boolean, isActive: boolean) =>
    `${isEnabled ? "enabled" : "disabled"}, ${isActive ? "active" : "inactive"}`;
  return [
    `# ${kind === "cutover" ? "Cutover" : "Rollback"} of ${activity_id} on ${target}`,
    "",
    `- at ${at}, by ${who}`,
    `- phase ${phase.from} -> ${phase.to}`,
    `- behaviour: ${behaviour_sha256}`,
    ...proof.map(({ path, sha256 }) => `- rests on ${path} (SHA-256 ${sha256})`),
    "",
    "| unit | before | after |",
    "| --- | --- | --- |",
    ...units.map(({ unit, is_there, was_enabled, was_active, is_enabled, is_active }) =>
      is_there
        ? `| ${unit} | ${state(was_enabled, was_active)} | ${state(is_enabled, is_active)} |`
        : `| ${unit} | not on this machine | |`,
    ),
    "",
  ].join("\n");
}
