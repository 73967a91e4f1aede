import { createHash } from "node:crypto";
import { lineText, positionAt } from "../source/position.ts";
import type { Diagnostic } from "./diagnostic.ts";

/**
 * A fingerprint for each diagnostic that stays the same when lines above it come and go: code, file, the line's own text
 * without its indentation, and which of several such findings it is. Hexadecimal, 32 digits.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ code, file, span }) => {
    const line = lineText(file, positionAt(file, span.start).line).trim();
    const identity = JSON.stringify([code, file.path, line]);
    const occurrence = seen.get(identity) ?? 0;
    seen.set(identity, occurrence + 1);
    return createHash("sha256").update(`${identity}#${occurrence}`).digest("hex").slice(0, 32);
  });
}
