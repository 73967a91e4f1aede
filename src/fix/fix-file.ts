import type { TextEdit } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import { applyEdits, compatible, editsOf, offsetBefore } from "./edits.ts";
import { findFixes } from "./find-fixes.ts";
import type { Fix, Reading, Supplies } from "./fix.ts";
import type { FixName } from "./fixes.ts";
import { isWorse } from "./is-worse.ts";
import { updatedToday } from "./updated-today.ts";

/** A file after its fixes. */
export interface FixedFile {
  readonly before: SourceFile;
  readonly after: SourceFile;
  readonly applied: readonly AppliedFix[];
}

/** A fix that was applied. */
export interface AppliedFix {
  readonly name: FixName;
  /** Where it changed the file as it was, in UTF-16 code units. */
  readonly offset: number;
  /** The text that it was applied to, and what it changed there. */
  readonly file: SourceFile;
  readonly edits: readonly TextEdit[];
}

/** Fixes uncover others a few times at most: quotes, then the expression in them, then its form. */
const MAX_ROUNDS = 10;

/** How often a round may read the file again to find the fixes that would make it worse; a large file less often. */
const MAX_TRIALS = 64;
const MAX_CHARACTERS_READ = 4 * 1024 * 1024;

/** How many fixes a round applies at most. */
const MAX_FIXES = 2000;

/** How to fix a file: how its text is read, which fixes are wanted, and what they need. */
export interface FixOptions extends Supplies {
  readonly read: (file: SourceFile) => Reading;
  readonly isWanted: (name: FixName) => boolean;
}

/**
 * Applies fixes in rounds until none is left: what a fix uncovers, and what overlapped another, comes in the next round.
 * A fix that would make the file worse is left out. The same text gives the same result.
 */
export function fixFile(file: SourceFile, options: FixOptions): FixedFile {
  const uuid = options.newUuid();
  const rounds: Round[] = [];
  let reading = options.read(file);
  for (let count = 0; count < MAX_ROUNDS; count++) {
    const round = applyRound(reading, findFixes(reading, uuid), options);
    if (round.fixes.length === 0) break;
    rounds.push(round);
    reading = round.after;
  }
  const isChanged = rounds.some(({ fixes }) => fixes.some(({ name }) => name !== "updated-before-created"));
  if (isChanged) rounds.push(applyRound(reading, updatedToday(reading, options.today), options));
  return { before: file, after: rounds.at(-1)?.after.file ?? file, applied: rounds.flatMap(appliedIn) };
}

/** What was applied to one text at once. */
interface Round {
  readonly before: Reading;
  readonly after: Reading;
  readonly fixes: readonly Fix[];
}

/** Applies as many fixes together as do no harm: all of them, else halves of halves, down to the ones that do. */
function applyRound(before: Reading, found: readonly Fix[], { read, isWanted }: FixOptions): Round {
  let best: Round = { before, after: before, fixes: [] };
  let trials = Math.min(MAX_TRIALS, Math.ceil(MAX_CHARACTERS_READ / (before.file.text.length + 1)));
  const include = (fixes: readonly Fix[]): void => {
    if (fixes.length === 0 || trials-- <= 0) return;
    const together = [...best.fixes, ...fixes];
    const text = applyEdits(before.file.text, editsOf(together));
    const after = read({ ...before.file, text });
    if (!isWorse(before, after, together)) best = { before, after, fixes: together };
    else if (fixes.length > 1) {
      const middle = Math.ceil(fixes.length / 2);
      include(fixes.slice(0, middle));
      include(fixes.slice(middle));
    }
  };
  const wanted = compatible(found).filter(({ name }) => isWanted(name));
  include(wanted.slice(0, MAX_FIXES));
  return best;
}

function appliedIn({ before, fixes }: Round, index: number, rounds: readonly Round[]): AppliedFix[] {
  const earlier = rounds.slice(0, index).map((round) => editsOf(round.fixes));
  return fixes.map(({ name, edits }) => {
    const start = edits[0]?.span.start ?? 0;
    const offset = earlier.reduceRight((at, applied) => offsetBefore(at, applied), start);
    return { name, offset, file: before.file, edits };
  });
}
