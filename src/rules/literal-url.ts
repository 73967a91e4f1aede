import { quoteValue } from "../validate/quote-value.ts";
import { localKind } from "./local-address.ts";
import { defineRule } from "./rule.ts";
import { callStrings, findIn } from "./strings-below.ts";
import { type FoundUrl, findUrls } from "./urls.ts";

export const literalUrl = defineRule({
  code: "literal-url",
  severity: "warning",
  negotiable: true,
  summary: "An absolute URL stands in the invocation.",
  rationale:
    "A definition goes to every target, and a literal host is the same on all of them: a trial on one cluster would reach into the other. The called service is the one to know its own addresses.",
  scope: "definition",
  // It leaves out, part by part, what the schema has refused.
  reads: [],
  signs: ["://"],
  check(definition, report) {
    const source = definition.document.file.text;
    for (const string of callStrings(definition)) {
      for (const { start, end } of findIn(string, source, findRemoteUrls)) {
        report({
          at: { start, end },
          message: `${quoteValue(source.slice(start, end), [])} is a literal URL, the same on every target`,
          help: "let the called service look the address up by a name that is sent instead",
        });
      }
    }
  },
});

/** URLs other than those that `loopback-address` refuses. */
function findRemoteUrls(text: string): FoundUrl[] {
  return findUrls(text).filter(({ host }) => !localKind(text.slice(host.start, host.end)));
}
