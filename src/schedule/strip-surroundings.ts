import { type Finding, findingAt, replace } from "./finding.ts";
import { codePoint, quote } from "./quote.ts";
import { enclose, type Token, tokenize } from "./token.ts";

/** Zones in which the times of an expression are what they are without a zone. */
const UTC_ZONES: readonly string[] = ["UTC", "Etc/UTC"];

/** The tokens of an expression without its time zone and comment, and what is wrong with those and the blanks. */
export function stripSurroundings(text: string): {
  readonly tokens: readonly Token[];
  readonly findings: readonly Finding[];
} {
  const all = tokenize(text);
  const start = /^(?:CRON_)?TZ=/.test(all[0]?.text ?? "") ? 1 : 0;
  const hash = all.findIndex((token) => token.text.startsWith("#"));
  const end = hash < 0 ? all.length : hash;
  const findings = [
    ...foreignBlanks(text),
    ...all.slice(0, start).map(timeZone),
    ...(hash < 0 ? [] : [comment(enclose(text, all.slice(hash)))]),
  ];
  return { tokens: all.slice(start, end), findings };
}

/** Finds white space other than blanks and tabs. */
function foreignBlanks(text: string): Finding[] {
  return Array.from(text.matchAll(/[^\S \t]+/g), ({ 0: blank, index }) => {
    const token = { text: blank, start: index, end: index + blank.length };
    const message = `the character ${codePoint(blank)} separates no fields, expected a blank or a tab`;
    return findingAt("cron-syntax", token, { message, help: "write a blank", edit: replace(token, " ") });
  });
}

function timeZone(prefix: Token): Finding {
  const zone = prefix.text.slice(prefix.text.indexOf("=") + 1);
  return findingAt("cron-time-zone-prefix", prefix, {
    message: `${quote(prefix.text)} sets a time zone, expected the five fields alone: CronJob refuses it`,
    help: 'remove it, and write the times in UTC, the only value of "schedule.timezone"',
    ...(UTC_ZONES.includes(zone) && { edit: replace(prefix, "") }),
  });
}

function comment(token: Token): Finding {
  return findingAt("cron-syntax", token, {
    message: `${quote(token.text)} is a comment, expected the five fields alone: only Temporal knows comments`,
    help: 'remove it, or move it to the "description"',
    edit: replace(token, ""),
  });
}
