import { structuredPatch } from "diff";
import { printable } from "../diagnostics/frame.ts";
import { maskSecrets } from "../diagnostics/secrets.ts";

/** A line of a unified diff, and what it is. */
export interface DiffLine {
  readonly kind: "header" | "place" | "added" | "removed" | "context";
  readonly text: string;
}

/** Beyond so many changed lines nobody reads on, and finding the shortest diff takes long. */
const MAX_CHANGED_LINES = 4000;

const KINDS: Readonly<Record<string, DiffLine["kind"]>> = { "+": "added", "-": "removed" };

/**
 * The difference of two texts for people: three lines of context, secrets masked, control characters made visible. Line
 * ends are left out, so CRLF shows as LF does.
 */
export function unifiedDiff(path: string, before: string, after: string): DiffLine[] {
  const shown = printable(path);
  const header: DiffLine[] = [
    { kind: "header", text: `--- a/${shown}` },
    { kind: "header", text: `+++ b/${shown}` },
  ];
  const patch = structuredPatch(path, path, before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MAX_CHANGED_LINES,
  });
  if (!patch) return [...header, { kind: "context", text: `more than ${MAX_CHANGED_LINES} lines change` }];
  return [
    ...header,
    ...patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }): DiffLine[] => [
      { kind: "place", text: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@` },
      ...lines.map(diffLine),
    ]),
  ];
}

function diffLine(line: string): DiffLine {
  const text = line
    .slice(1)
    .replace(/\r$/, "")
    .replace(/^\uFEFF/, "");
  return { kind: KINDS[line.charAt(0)] ?? "context", text: line.charAt(0) + printable(maskSecrets(text)) };
}
