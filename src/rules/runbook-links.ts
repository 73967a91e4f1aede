import { posix } from "node:path";
import type { Definition } from "../model/definition.ts";
import { headingAnchors } from "../parse/heading-anchors.ts";
import { linkedPath } from "../parse/linked-paths.ts";
import { type Link, linksIn } from "../parse/links.ts";
import type { DeadEnd, MissingPaths } from "../source/missing-paths.ts";
import type { SourceFile } from "../source/source-file.ts";
import { quoteValue } from "../validate/quote-value.ts";
import { closeMatch } from "../validate/suggest.ts";
import { defineRule, type Finding } from "./rule.ts";

export const runbookLinks = defineRule({
  code: "runbook-links",
  severity: "warning",
  negotiable: true,
  summary: "A link in the runbook leads to no file of the project, or to no heading of the page.",
  rationale:
    "Whoever follows a link of the runbook is in a hurry, and what was moved or renamed is found by nobody else. A path counts from the definition's own folder, behind a leading slash from the project's root; upper and lower case differ, as they do on GitHub. Links to other hosts are left alone, and so are those out of the project and through symbolic links.",
  scope: "definition-in-project",
  reads: [],
  signs: ["](", "]:"],
  check(definition, missing, report) {
    const { document, runbook } = definition;
    const links = linksIn(document.file.text, runbook.span);
    for (const link of links) {
      const finding = link.path === "" ? undefined : deadPath(link, definition, missing);
      if (finding) report(finding);
    }
    for (const finding of deadFragments(links, definition)) report(finding);
  },
});

function deadPath(link: Link, { document: { file } }: Definition, missing: MissingPaths): Finding | undefined {
  const linked = linkedPath(file, link);
  const end = linked && linked.path !== file.path ? missing.get(linked.path) : undefined;
  if (!linked || !end) return undefined;
  const isThereFromRoot = linked.fromRoot !== undefined && !missing.has(linked.fromRoot);
  const meant = isThereFromRoot ? linked.fromRoot : nearPath(linked.path, end);
  const name = nameBehind(linked.path, end);
  return {
    at: { start: link.start, end: link.end },
    message: `the link ${quoteValue(file.text.slice(link.start, link.end), [])} is dead: ${folderWords(end)} has no ${quoteValue(name, [])}`,
    ...adviceFor(meant && asWritten(meant, link, file), "correct the path, or remove the link"),
  };
}

/** What to write instead, where that is known. */
function adviceFor(meant: string | undefined, otherwise: string): Pick<Finding, "label" | "help"> {
  if (meant === undefined) return { help: otherwise };
  const quoted = quoteValue(meant, []);
  return { label: `did you mean ${quoted}?`, help: `write ${quoted}` };
}

/** A project path as the link would spell it: from the root, or from the file's folder. */
function asWritten(path: string, link: Link, file: SourceFile): string {
  const written = link.path.startsWith("/") ? `/${path}` : posix.relative(`/${posix.dirname(file.path)}`, `/${path}`);
  return written.replace(/[\s\p{Cc}]/gu, encodeURIComponent);
}

/** The path whose missing name is replaced by the one that resembles it. */
function nearPath(path: string, end: DeadEnd): string | undefined {
  const name = nameBehind(path, end);
  const match = end.names.find((other) => other === `${name}.md`) ?? closeMatch(name, end.names);
  if (match === undefined) return undefined;
  const before = end.folder === "" ? "" : `${end.folder}/`;
  return before + match + path.slice(before.length + name.length);
}

/** The first name of a path that is not there. */
function nameBehind(path: string, { folder }: DeadEnd): string {
  return path.slice(folder === "" ? 0 : folder.length + 1).split("/", 1)[0] ?? "";
}

function folderWords({ folder }: DeadEnd): string {
  return folder === "" ? "the project" : quoteValue(folder, []);
}

/** Among more headings, nearly every one resembles another. */
const MAX_CHOICES = 500;

/** An element's own anchor, as in `<a id="first-aid"></a>`. */
const HTML_ANCHOR = /\b(?:id|name)=["']([^"'\n]{1,200})["']/g;

function deadFragments(links: readonly Link[], { document, runbook }: Definition): Finding[] {
  const inPage = links.filter(({ path, fragment }) => path === "" && fragment !== "top");
  if (inPage.length === 0) return [];
  const part = document.file.text.slice(runbook.span.start, runbook.span.end);
  const own = Array.from(part.matchAll(HTML_ANCHOR), ({ 1: name = "" }) => name.toLowerCase());
  const anchors = [...headingAnchors(runbook.headings)];
  const known = new Set([...anchors, ...own]);
  const dead = inPage.filter(({ fragment }) => !known.has(fragment.toLowerCase()));
  return dead.map(({ start, end, fragment }) => {
    const match = anchors.length > MAX_CHOICES ? undefined : closeMatch(fragment, anchors);
    return {
      at: { start, end },
      message: `the link ${quoteValue(`#${fragment}`, [])} is dead: the runbook has no such heading`,
      ...adviceFor(
        match && `#${match}`,
        "name a heading in lower case, without punctuation, with a dash for each blank",
      ),
    };
  });
}
