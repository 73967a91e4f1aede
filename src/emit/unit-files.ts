import { differences } from "../model/activity-changes.ts";
import type { PackedActivity } from "../model/compiled-activity.ts";
import { type SystemdUnit, systemdUnits } from "../project/systemd-units.ts";
import { compareText } from "../source/compare-text.ts";
import type { FileDifference } from "./file-difference.ts";
import { HEADER_MARK } from "./serialize.ts";
import { UNITS_FOLDER } from "./units-folder.ts";

/** A generated unit file: where it belongs and its exact text. */
export interface UnitFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly unit: SystemdUnit;
  readonly text: string;
}

/** The units of every local runner among some activities, by their paths. Pure. */
export function unitFiles(activities: readonly PackedActivity[]): UnitFile[] {
  return activities
    .filter(({ activity }) => activity.rollout.local_unit !== null)
    .flatMap(({ json }) => systemdUnits(JSON.parse(json)))
    .map((unit) => ({ path: `${UNITS_FOLDER}/${unit.name}`, unit, text: unitText(unit) }))
    .sort((a, b) => compareText(a.path, b.path));
}

/** A unit as systemd reads it (systemd.syntax(7)). The header is that of every generated file. */
function unitText({ id, lost, sections }: SystemdUnit): string {
  const option = lost.length > 0 ? " --allow-lossy" : "";
  const header = [
    `${HEADER_MARK} from activity-definitions/, for ${id}. Do not edit.`,
    `# Regenerate: actdef compile --projection systemd${option}`,
    ...lost.map(({ field, why }) => `# Lost by --allow-lossy: ${field} (${why})`),
  ];
  const bodies = Object.entries(sections).map(([name, settings]) => [
    `[${name}]`,
    ...Object.entries(settings).map(([key, value]) => `${key}=${value}`),
  ]);
  return `${[header, ...bodies].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** In what the text of a unit on disk differs from what its definition compiles to, setting by setting. */
export function unitDifference({ path, unit }: UnitFile, existing: string): FileDifference {
  const fields = differences("", settingsIn(existing), flat(unit.sections));
  const changed = { name: unit.name, kind: "changed" as const, fields };
  return { path, activities: [], objects: fields.length > 0 ? [changed] : [] };
}

function flat(sections: SystemdUnit["sections"]): Record<string, string> {
  const settings = Object.values(sections).flatMap(Object.entries<string>);
  return Object.fromEntries(settings);
}

/** The settings of a unit file; no name of one occurs in two of its sections. */
function settingsIn(text: string): Record<string, string> {
  const settings = text.matchAll(/^([A-Z][A-Za-z]*)=(.*)$/gm);
  return Object.fromEntries(Array.from(settings, ([, key = "", value = ""]) => [key, value]));
}
