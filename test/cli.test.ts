import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { replay } from "./transcript.ts";

const FOLDER = join(import.meta.dirname, "cli");
const transcripts = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));

describe("transcripts: what a person types, sees and gets as exit code", () => {
  test.each(transcripts)("%s", async (name) => {
    const path = join(FOLDER, name);
    await expect(replay(readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
  });
});
