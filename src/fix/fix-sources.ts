import { type Analysis, analyse, type Sources } from "../compile.ts";
import { byFile } from "../diagnostics/render.ts";
import type { SourceFile } from "../source/source-file.ts";
import { findFixes } from "./find-fixes.ts";
import type { Reading, Supplies } from "./fix.ts";
import { type FixedFile, fixFile } from "./fix-file.ts";
import type { FixName } from "./fixes.ts";

/** The sources after their fixes, and what was fixed in each file that changed. */
export interface FixedSources {
  readonly sources: Sources;
  readonly fixed: readonly FixedFile[];
}

/** What to fix of some sources, and what that needs. */
export interface FixRequest extends Supplies {
  readonly isWanted: (name: FixName) => boolean;
  /** Whether a file may be changed, or only says what others mean. */
  readonly isInScope: (file: SourceFile) => boolean;
}

/** Fixes sources: the targets first, since definitions are read against them. Pure. */
export function fixSources(sources: Sources, request: FixRequest): FixedSources {
  const targets = fixAll(sources.targets, request, (files) => ({ ...sources, definitions: [], targets: files }));
  const definitions = fixAll(sources.definitions, request, (files) => ({
    ...sources,
    definitions: files,
    targets: targets.files,
    isWholeProject: false,
  }));
  return {
    sources: { ...sources, definitions: definitions.files, targets: targets.files },
    fixed: [...targets.fixed, ...definitions.fixed],
  };
}

/** Fixes each file by itself; those in which there is nothing to fix are read only once, all together. */
function fixAll(files: readonly SourceFile[], request: FixRequest, around: (files: SourceFile[]) => Sources) {
  const inScope = files.filter(request.isInScope);
  const worthIt = new Set(
    readingsOf(inScope, analyse(around(inScope)))
      .filter((reading) => findFixes(reading, NIL_UUID).some(({ name }) => request.isWanted(name)))
      .map(({ file }) => file),
  );
  const fixed: FixedFile[] = [];
  const read = (file: SourceFile): Reading => {
    const [reading] = readingsOf([file], analyse(around([file])));
    return reading ?? { file, definition: undefined, target: undefined, diagnostics: [] };
  };
  const after = files.map((file) => {
    if (!worthIt.has(file)) return file;
    const result = fixFile(file, { ...request, read });
    if (result.after.text === file.text) return file;
    fixed.push(result);
    return result.after;
  });
  return { files: after, fixed };
}

/** Stands for a uuid where it only counts that one is missing. */
const NIL_UUID = "00000000-0000-0000-0000-000000000000";

function readingsOf(files: readonly SourceFile[], { definitions, targets, diagnostics }: Analysis): Reading[] {
  const definitionOf = new Map(definitions.map((it) => [it.document.file, it]));
  const targetOf = new Map(targets.map((it) => [it.document.file, it]));
  const own = byFile(diagnostics);
  return files.map((file) => ({
    file,
    definition: definitionOf.get(file),
    target: targetOf.get(file),
    diagnostics: own.get(file) ?? [],
  }));
}
