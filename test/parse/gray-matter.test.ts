import fc from "fast-check";
import matter from "gray-matter";
import { expect, test } from "vitest";
import { splitFrontMatter } from "../../src/parse/front-matter.ts";

/** What gray-matter makes of a text when it does not look into the YAML. */
function judged(text: string) {
  const { matter: yaml, content, language } = matter(text, { engines: { yaml: { parse: () => ({}) } } });
  return { yaml, content, language };
}

/** Our runbook within gray-matter's content, to which blanks behind the closing fence, and their line feed, still belong. */
function withoutFenceBlanks(content: string, afterFence: string): string {
  if (/^\r?(?:\n|$)/.test(afterFence)) return content;
  return content.includes("\n") ? content.slice(content.indexOf("\n") + 1) : "";
}

const pieces = fc.constantFrom(
  ...["---", "--", "----", "\n", "\r\n", "\n---\n", "\n---", "---\n", " ", "\t", "\uFEFF", "\f", "\u00a0"],
  ...["title: x", "# comment", "a", "🐘", "js", "yaml", "- item", '"', ": ", "|\n  ---\n", "# Heading"],
);
const joined = (parts: readonly string[]) => parts.join("");
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map(joined),
  fc.array(pieces, { maxLength: 12 }).map((parts) => `---\n${joined(parts)}\n---\n${joined(parts)}`),
  fc.array(pieces, { maxLength: 12 }).map((parts) => `\uFEFF---\r\na: 1\r\n${joined(parts)}`),
);

test("a text that is accepted is split as gray-matter splits it", () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      const { value } = splitFrontMatter({ path: "any.md", text });
      if (!value) return;
      accepted++;
      const { yaml, content, language } = judged(text);
      expect(language).toBe("yaml");
      expect(text.slice(value.yaml.start, value.yaml.end)).toBe(`${yaml}\n`);
      const afterFence = text.slice(value.yaml.end + "---".length);
      expect(text.slice(value.runbook.start, value.runbook.end)).toBe(withoutFenceBlanks(content, afterFence));
    }),
    { numRuns: 5000, seed: 64 },
  );
  expect(accepted).toBeGreaterThan(500);
});

test.each([
  ["an engine that runs code", "---js\n{ a: 1 }\n---\n", "front-matter-language"],
  ["a fence that is never closed", "---\na: 1\n", "unclosed-front-matter"],
  ["a fence with more on its line", "---\na: 1\n---foo\n", "unclosed-front-matter"],
  ["nothing but comments", "---\n# a\n---\n", "empty-front-matter"],
])("unlike gray-matter, %s is refused", (_, text, code) => {
  expect(matter.test(text)).toBe(true);
  expect(splitFrontMatter({ path: "any.md", text }).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});
