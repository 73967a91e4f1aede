import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, replay } from "./transcript.ts";

const pages = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"],
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

const CONSOLE = /^```console\n(.*?)^```$/gms;

describe("the console examples of the documents are what the program prints", () => {
  test.each(pages)("%s", async (page) => {
    const path = join(ROOT, page);
    const now = readFileSync(path, "utf8").replace(
      CONSOLE,
      (_, transcript: string) => `\`\`\`console\n${replay(transcript)}\`\`\``,
    );
    await expect(now).toMatchFileSnapshot(path);
  });
});
