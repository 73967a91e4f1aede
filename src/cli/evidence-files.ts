import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../model/canonical-json.ts";
import type { EvidenceFile } from "../operate/rollout-evidence.ts";

/** Where evidence about an activity is kept, to be committed with the definitions; relative to the project. */
export function evidenceFolder(target: string, id: string): string {
  return `evidence/${target}/${id}`;
}

/** All JSON files of that folder; none where it is not there. */
export function readEvidence(root: string, target: string, id: string): readonly EvidenceFile[] {
  const folder = evidenceFolder(target, id);
  return namesIn(join(root, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const text = readFileSync(join(root, folder, name), "utf8");
      return { path: `${folder}/${name}`, sha256: sha256(text), document: jsonOf(text) };
    });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
