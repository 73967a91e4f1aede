import { expect, test } from "vitest";
import { analyse } from "../../src/compile.ts";
import { decodeSource, type SourceFile } from "../../src/source/source-file.ts";
import { randomOf } from "./random.ts";

const FILES = 10_000;
const MAX_BYTES = 400;

/** Random bytes; in every second file between fences, so that they come as far as the YAML. */
function randomFile(number: number): SourceFile {
  const random = randomOf(number);
  const length = random.below(MAX_BYTES);
  // Every third file is ASCII, so that it is not refused for its encoding alone.
  const limit = number % 3 === 0 ? 128 : 256;
  const noise = Uint8Array.from({ length }, () => random.below(limit));
  const fence = number % 2 === 0 ? "" : "---\n";
  const bytes = Buffer.concat([Buffer.from(fence), noise, Buffer.from(fence === "" ? "" : "\n---\n")]);
  return decodeSource(`activity-definitions/acme/${number}.md`, bytes);
}

test("each of 10,000 random binary files is refused, with a place inside it", () => {
  const files = Array.from({ length: FILES }, (_, number) => randomFile(number));
  const { diagnostics } = analyse({ definitions: files, targets: [], isWholeProject: true });
  const refused = new Set(diagnostics.filter(({ severity }) => severity === "error").map(({ file }) => file));
  expect(files.filter((file) => !refused.has(file))).toEqual([]);
  for (const { file, span } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeLessThanOrEqual(Math.max(file.text.length, 1));
  }
});
