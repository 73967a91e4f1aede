import type { Definition } from "../model/definition.ts";
import { codeSpans } from "../parse/code-spans.ts";
import type { Span } from "../source/source-file.ts";
import { quoteValue } from "../validate/quote-value.ts";
import { localKind } from "./local-address.ts";
import { defineRule } from "./rule.ts";
import { sectionsOf } from "./runbook-sections.ts";
import { findUrls } from "./urls.ts";
import { withoutOverlap } from "./without-overlap.ts";

/** A home folder, in prose and in commands. */
const PATH = /(?<![\w.~/\\-])(?:~\/|\/(?:home|Users)\/|[A-Za-z]:\\Users\\)[^\s`'"<>|;)]{0,300}/g;

/** A command that works on the machine on which it is typed, at the start of a command. */
const COMMAND =
  /(?<=^[ \t`]{0,8}(?:\$ ?)?|(?:&&|\|\||[;|]) ?)(?:sudo )?(?:make(?: [\w./=-]{1,60}){1,4}|systemctl --user\b|launchctl\b|crontab -[el]\b)/g;

/** What each of these, and each URL, has in it: without one, a section need not be searched any further. */
const SIGN = /~\/|\/home\/|\/Users\/|:\\Users\\|make |systemctl --user|launchctl|crontab -|:\/\//;

export const runbookLaptop = defineRule({
  code: "runbook-laptop",
  severity: "warning",
  negotiable: true,
  summary: "The runbook sends people to a workstation, and the job runs in a cluster.",
  rationale:
    "Whoever is called at night may not have that checkout, that home folder or those user units; what works there may even work on another database than the cluster's. A section `Rollback`, and one that names a unit of the older or local runner, speaks of the other machine on purpose and is left alone. So is a loopback URL in a section with a `port-forward`.",
  scope: "definition",
  reads: ["rollout.replaces", "rollout.local_unit"],
  signs: ["~/", "/home/", "/users/", ":\\users\\", "make ", "systemctl --user", "launchctl", "crontab -", "://"],
  check(definition, report) {
    const { text } = definition.document.file;
    const units = localUnits(definition);
    const unless = units.length > 0 ? ", or name the unit of the other runner in this section" : "";
    for (const section of sectionsOf(definition)) {
      const found = findingsIn(text, section);
      if (found.length === 0 || section.heading === "rollback") continue;
      const part = text.slice(section.start, section.end);
      if (units.some((unit) => part.includes(unit))) continue;
      for (const { start, end, words } of withoutOverlap(found)) {
        report({
          at: { start, end },
          message: `${quoteValue(text.slice(start, end), [])} ${words}, and this job runs in a cluster`,
          help: `say what to do in the cluster${unless}`,
        });
      }
    }
  },
});

/** The units of the runners on a workstation, with and without their suffixes. */
function localUnits({ activity: { rollout } }: Definition): string[] {
  const replaced = rollout.replaces.map(({ unit }) => unit.replace(/\.(?:timer|service)$/, ""));
  return rollout.local_unit === null ? replaced : [...replaced, rollout.local_unit];
}

interface Found extends Span {
  readonly words: string;
}

function findingsIn(text: string, section: Span): Found[] {
  const part = text.slice(section.start, section.end);
  if (!SIGN.test(part)) return [];
  const paths = spansOf(part.matchAll(PATH), section.start, "is a path on somebody's workstation");
  const isForwarded = part.includes("port-forward");
  const inCode = codeSpans(text, section).flatMap((span): Found[] => {
    const code = text.slice(span.start, span.end);
    const commands = spansOf(code.matchAll(COMMAND), span.start, "works on a workstation");
    const isFenced = !code.startsWith("`");
    return isFenced && !isForwarded ? [...commands, ...loopbackUrls(code, span.start)] : commands;
  });
  return [...paths, ...inCode];
}

function loopbackUrls(code: string, offset: number): Found[] {
  return findUrls(code)
    .filter(({ host }) => localKind(code.slice(host.start, host.end)) === "loopback")
    .map(({ start, end }) => {
      return { start: offset + start, end: offset + end, words: "is on the machine on which it is typed" };
    });
}

function spansOf(matches: Iterable<RegExpExecArray>, offset: number, words: string): Found[] {
  return Array.from(matches, ({ 0: match, index }) => {
    const start = offset + index;
    return { start, end: start + match.replace(/[.,:]$/, "").length, words };
  });
}
