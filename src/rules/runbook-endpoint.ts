import type { Definition } from "../model/definition.ts";
import { codeSpans } from "../parse/code-spans.ts";
import type { Span } from "../source/source-file.ts";
import { quoteValue } from "../validate/quote-value.ts";
import { defineRule } from "./rule.ts";
import { sectionsOf } from "./runbook-sections.ts";

const SECTION = "how to run manually";

export const runbookEndpoint = defineRule({
  code: "runbook-endpoint",
  severity: "warning",
  negotiable: true,
  summary: "The manual run in the runbook calls another endpoint than the job.",
  rationale:
    "An endpoint moves, the definition follows, and the commands under `How to run manually` still do what the job once did. Calls that prepare or check something are welcome there, as long as one of them is the job's own.",
  scope: "definition",
  reads: ["invoke.base_url_env", "invoke.path"],
  check(definition, report) {
    const { base_url_env, path } = definition.activity.invoke;
    const calls = callsIn(definition, base_url_env);
    const [first] = calls;
    if (!first || calls.some((call) => call.path === path)) return;
    report({
      at: first,
      message: `the manual run calls ${quoteValue(first.path, [])}, and the job "${path}"`,
      help: `call ${path} here`,
      related: [{ at: ["invoke", "path"], message: "the job calls this" }],
    });
  },
});

interface Call extends Span {
  readonly path: string;
}

/** The paths that commands put behind the variable, as in `curl "$REPORTS_URL/reports"`. */
function callsIn(definition: Definition, variable: string): Call[] {
  const { text } = definition.document.file;
  if (!text.includes(`$${variable}`) && !text.includes(`\${${variable}}`)) return [];
  const pattern = new RegExp(String.raw`\$(?:${variable}|\{${variable}\})["']?(/[-\w.~%!&'()*+,;=:@/]{0,500})`, "g");
  return sectionsOf(definition)
    .filter(({ heading }) => heading === SECTION)
    .flatMap((section) => codeSpans(text, section))
    .flatMap(({ start, end }) =>
      Array.from(text.slice(start, end).matchAll(pattern), ({ 0: match, 1: written = "", index }) => {
        const path = written.replace(/(?<!['&;)])['&;)]+$/, "");
        const from = start + index + match.length - written.length;
        return { path, start: from, end: from + path.length };
      }),
    );
}
