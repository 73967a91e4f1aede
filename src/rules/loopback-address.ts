import { quoteValue } from "../validate/quote-value.ts";
import { findLocalAddresses, LOCAL_KIND_WORDS, mayHoldLocalAddress } from "./local-address.ts";
import { defineRule } from "./rule.ts";
import { callStrings, findIn, someCallText } from "./strings-below.ts";

export const loopbackAddress = defineRule({
  code: "loopback-address",
  severity: "error",
  summary: "A loopback, link-local or unspecified address stands in the invocation.",
  rationale:
    "On a workstation, 127.0.0.1 is the workstation; in a cluster it is the pod that makes the call, where nothing listens. Hosts belong in the target, behind an environment variable.",
  scope: "definition",
  // It leaves out, part by part, what the schema has refused.
  reads: [],
  check(definition, report) {
    const { document } = definition;
    if (document.isVerbatim && !someCallText(document.data, mayHoldLocalAddress)) return;
    const source = document.file.text;
    for (const string of callStrings(definition)) {
      for (const { kind, ...at } of findIn(string, source, findLocalAddresses)) {
        report({
          at,
          message: `${quoteValue(source.slice(at.start, at.end), [])} is ${LOCAL_KIND_WORDS[kind]}`,
          help: "leave the host to the target: name its environment variable in base_url_env",
        });
      }
    }
  },
});
