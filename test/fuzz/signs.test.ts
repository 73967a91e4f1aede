import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDefinition, checkTarget } from "../../src/check/check-source.ts";
import { SECRET_SIGNS } from "../../src/diagnostics/secrets.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { rules } from "../../src/rules/rules.ts";
import { SignScanner } from "../../src/rules/sign-scanner.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { sourcesOf } from "../rules/fixture.ts";
import { ROOT } from "../transcript.ts";
import { full } from "./full-project.ts";
import { type Random, randomOf } from "./random.ts";
import { runs } from "./runs.ts";

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("signs are found", () => {
  test("where they stand, and nowhere else", () => {
    const pieces = ["a", "b", "ab", "ba", "A", "B", "-", "ſ", "s", "\u212a", "K", "ä", "\n"];
    const any = (random: Random, length: number, from: readonly string[]) =>
      Array.from({ length }, () => random.pick(from)).join("");
    const property = fc.property(seed, (chance) => {
      const random = randomOf(chance);
      const word = () => any(random, 1 + random.below(5), ["a", "b", "k", "s", "-"]);
      const signs = Array.from({ length: 1 + random.below(5) }, () => Array.from({ length: random.below(4) }, word));
      const text = any(random, random.below(40), pieces);
      const plain = text.toLowerCase().replaceAll("ſ", "s").replaceAll("\u212a", "k");
      const expected = signs.map((words) => words.some((it) => plain.includes(it)));
      const found = new SignScanner(signs).ownersIn(text);
      expect(signs.map((_, owner) => (found & (1 << owner)) !== 0)).toEqual(expected);
    });
    fc.assert(property, runs(3_000));
  });
});

/** The same rules as they are where every one of them runs. */
const unchosen: readonly Rule[] = rules.map((rule: Rule) => {
  if (rule.scope === "definition-on-target") return { ...rule, signs: () => undefined };
  return rule.scope === "definition" || rule.scope === "definition-in-project" ? { ...rule, signs: undefined } : rule;
});

const retired = `policy:
  retired_names:
    - { name: Nightly Runner, use: activity-core }
    - { name: "K\u00fcnstler \u212a", use: activity-core }
`;
const targetOf = (text: string) => checkTarget({ path: "k8s/targets/lab.yaml", text }, rules).value ?? [];
const targets = [
  ...[targetOf(full.target)].flat(),
  ...[targetOf(full.target.replace(/^policy:\n(?: .*\n)*/m, retired))].flat(),
];

function problemsOf(file: SourceFile, ruleset: readonly Rule[]) {
  return checkDefinition(file, { targets, missing: new Map() }, ruleset).diagnostics;
}

describe("with the rules that are chosen by their signs, the same is reported as with all", () => {
  const fixtures = readdirSync(join(ROOT, "test/rules"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [...sourcesOf(name, "bad").definitions, ...sourcesOf(name, "good").definitions]);

  test("of every definition that there is", () => {
    expect(targets).toHaveLength(2);
    for (const file of fixtures) expect(problemsOf(file, rules), file.path).toEqual(problemsOf(file, unchosen));
  });

  test("of definitions into which something was written that a rule looks for", () => {
    const reported = new Set<string>();
    const property = fc.property(seed, (chance) => {
      const random = randomOf(chance);
      const file = withSomething(random.pick(fixtures), random);
      const expected = problemsOf(file, unchosen);
      for (const { code } of expected) reported.add(code);
      expect(problemsOf(file, rules), file.text).toEqual(expected);
    });
    fc.assert(property, runs(2_000));
    for (const code of ["literal-secret", "literal-url", "loopback-address", "retired-name", "runbook-laptop"]) {
      expect([...reported]).toContain(code);
    }
  });
});

const SOMETHING = [
  ...["ghp_0123456789abcdefghij", "AKIAIOSFODNN7EXAMPLE", "Bearer abcDEF123456", "BASIC dXNlcjpwYXNz"],
  ...["https://user:pa55word@example.com/", "http://127.0.0.1:8000/x", "localhost", "169.254.1.1", "::1"],
  ...["nightly runner", "NIGHTLY\n  Runner", "N\u0131ghtly runner", "k\u00fcnstler k", "K\u00dcNSTLER \u212a"],
  ...["~/work/run", "/home/ana/x", "`make test`", "\n    systemctl --user restart x\n", "[x](missing.md)"],
  ...["\\x67hp_0123456789abcdefghij", '"', "'", "\\", "\n", " # ", "apiKey: 5", "token: abc", "x_Api-Key: 7"],
  ...["-----BEGIN RSA PRIVATE KEY-----", ...SECRET_SIGNS],
];

/** The file with some of these words at any places, most of them within a line of it. */
function withSomething({ path, text }: SourceFile, random: Random): SourceFile {
  let changed = text;
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(changed.length + 1);
    const place = random.oneIn(3) ? changed.indexOf("\n", at) : at;
    changed = `${changed.slice(0, Math.max(place, 0))}${random.pick(SOMETHING)}${changed.slice(Math.max(place, 0))}`;
  }
  return { path, text: changed };
}
