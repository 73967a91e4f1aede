import { dataAt } from "../parse/located.ts";
import { defineRule } from "./rule.ts";
import { someText, stringsBelow } from "./strings-below.ts";

/** Where text is meant, or may be; days and instants have fields of their own. */
const TEXTS = [
  ...["title", "owner", "domain", "repo", "topic_slug", "description", "labels", "progress_event"],
  ...["invoke.resolver", "invoke.query", "invoke.headers", "invoke.body"],
  ...["outcome.fail_when", "outcome.warn_when", "rollout.source", "rollout.replaces", "rollout.local_unit"],
].map((field) => field.split("."));

export const yamlTrap = defineRule({
  code: "yaml-trap",
  severity: "warning",
  negotiable: true,
  summary: "A text without quotes is another value to readers of YAML 1.1.",
  rationale:
    "This compiler reads YAML 1.2, where `on`, `no`, `12:30` and `1_000` are text. Many other readers of the same file follow YAML 1.1, and see true, false, 750 and 1000. Quotes make it text to all of them. What both read as something else than text, such as `true` or `2026` for a title, is an error already.",
  scope: "definition",
  reads: [],
  check(definition, report) {
    const { text } = definition.document.file;
    if (!TEXTS.some((path) => someText(dataAt(definition.document.data, path), isOtherInOldYaml))) return;
    for (const { value, span } of TEXTS.flatMap((path) => stringsBelow(definition, path))) {
      const isPlain = text.slice(span.start, span.end) === value;
      const other = isPlain ? valueInOldYaml(value) : undefined;
      if (other === undefined) continue;
      report({
        at: span,
        message: `"${value}" is text to YAML 1.2, and ${other} to YAML 1.1`,
        help: "put it in quotes",
        fix: [{ span, text: `"${value}"` }],
      });
    }
  },
});

/** Of the longest text that is one of these: a number of 16 digits and underscores. */
const MAX_LENGTH = 16;

function isOtherInOldYaml(text: string): boolean {
  return valueInOldYaml(text) !== undefined;
}

/** What YAML 1.1 makes of a plain scalar that is text to YAML 1.2. */
function valueInOldYaml(text: string): string | undefined {
  if (text.length > MAX_LENGTH || !mayBeOther(text.charCodeAt(0))) return undefined;
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(text)) return "true";
  if (/^(?:n|N|no|No|NO|off|Off|OFF)$/.test(text)) return "false";
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return "a date";
  if (/^[1-9]\d{0,5}(?::[0-5]?\d){1,2}$/.test(text)) {
    return `the number ${text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0)}`;
  }
  return /^[1-9][\d_]{0,15}$/.test(text) ? `the number ${text.replaceAll("_", "")}` : undefined;
}

/** A digit, or one of `y`, `n` and `o`: what each of them begins with. */
function mayBeOther(code: number): boolean {
  if (code < 58) return code > 47;
  const letter = code | 32;
  return letter === 121 || letter === 110 || letter === 111;
}
