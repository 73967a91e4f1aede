import { hash } from "node:crypto";
import { type FoundFile, findDefinitions, readTargets } from "../source/discovery.ts";
import { readBytes } from "../source/read-source.ts";
import type { SourceFile } from "../source/source-file.ts";

/** What a project is checked from. */
export interface ProjectInputs {
  readonly root: string;
  readonly found: readonly FoundFile[];
  readonly targets: readonly SourceFile[];
  /** SHA-256 over the target files: what is known of definitions holds only under the same targets. */
  readonly targetsSha256: string;
}

export function findInputs(root: string): ProjectInputs {
  const targets = readTargets(root);
  const facts = targets.map(({ path, text, defect }) => [path, text, defect?.kind]);
  return { root, found: findDefinitions(root), targets, targetsSha256: hash("sha256", JSON.stringify(facts)) };
}

/** SHA-256 of the bytes of each definition; empty of one that cannot be read, which is always checked anew. */
export function hashDefinitions({ root, found }: ProjectInputs): string[] {
  return found.map(({ path, isPlain }) => {
    const { bytes } = readBytes(root, path, isPlain);
    return bytes ? hash("sha256", bytes) : "";
  });
}

/** SHA-256 over everything that a project is checked from, by the hashes of its definitions; links apart. */
export function inputsSha256({ found, targetsSha256 }: ProjectInputs, hashes: readonly string[]): string {
  const lines = found.map(({ path }, index) => `${path}\0${hashes[index]}\n`);
  return hash("sha256", `${targetsSha256}\n${lines.join("")}`);
}
