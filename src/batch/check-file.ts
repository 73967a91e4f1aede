import { hash } from "node:crypto";
import { checkDefinition } from "../check/check-source.ts";
import { packActivity } from "../model/compiled-activity.ts";
import type { TargetFile } from "../model/definition.ts";
import { memberFacts } from "../model/fleet-member.ts";
import { IGNORE_WORD } from "../parse/ignore-comments.ts";
import { linkedPaths } from "../parse/linked-paths.ts";
import { rules } from "../rules/rules.ts";
import type { FoundFile } from "../source/discovery.ts";
import type { PathFinder } from "../source/missing-paths.ts";
import { readBytes } from "../source/read-source.ts";
import { decodeSource } from "../source/source-file.ts";
import { type CheckedFile, toProblem } from "./checked-file.ts";

/** What all files of a project are checked with. */
export interface CheckOptions {
  readonly root: string;
  readonly targets: readonly TargetFile[];
  readonly findPaths: PathFinder;
  /** Whether the compiled text of each activity is wanted as well. */
  readonly isCompiled: boolean;
  /** Whether the hash of each file is wanted. */
  readonly isHashed: boolean;
}

/** A checked file as data, and the compiled text of its activity; empty where it is not wanted, or the file is not sound. */
export interface Checked {
  readonly checked: CheckedFile;
  readonly json: string;
}

/** Reads a definition and checks it by itself. */
export function checkFile({ path, isPlain }: FoundFile, options: CheckOptions): Checked {
  const read = readBytes(options.root, path, isPlain);
  const file = read.bytes ? decodeSource(path, read.bytes) : read.refused;
  const sha256 = options.isHashed && read.bytes ? hash("sha256", read.bytes) : "";
  const links = [...linkedPaths([file])];
  const missing = options.findPaths(links);
  const { value, diagnostics } = checkDefinition(file, { targets: options.targets, missing }, rules);
  const isTextKept = diagnostics.length > 0 || file.text.includes(IGNORE_WORD);
  const checked: CheckedFile = {
    path,
    sha256,
    ...(links.length > 0 ? { links, hasDeadLinks: missing.size > 0 } : {}),
    ...(isTextKept ? { text: file.text } : {}),
    ...(file.defect ? { defect: file.defect } : {}),
    ...(value ? { member: memberFacts(value, options.isCompiled) } : {}),
    ...(diagnostics.length > 0 ? { problems: diagnostics.map(toProblem) } : {}),
  };
  const isSound = value !== undefined && value.invalid.length === 0;
  return { checked, json: options.isCompiled && isSound ? packActivity(value.activity).json : "" };
}
