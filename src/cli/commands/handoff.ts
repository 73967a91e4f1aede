import { basename, dirname, relative, resolve } from "node:path";
import { textFile, writeAtomically } from "../../emit/write-outputs.ts";
import type { Definition } from "../../model/definition.ts";
import { handoffPage } from "../../operate/handoff.ts";
import { parseCron } from "../../schedule/cron.ts";
import { cronInWords } from "../../schedule/words.ts";
import { compareSubject } from "../compare-subject.ts";
import { readEvidence } from "../evidence-files.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

export interface HandoffOptions {
  readonly target?: string;
  readonly output?: string;
}

/** `actdef handoff <id>`: the page for whoever is called, printed or written to a file. */
export async function handoff(id: string, options: HandoffOptions, terminal: Terminal): Promise<ExitCode> {
  const subject = await compareSubject(id, options.target, { ...terminal, out: terminal.err });
  if (!subject) return EXIT.problems;
  const { root, activity, definition, target } = subject;
  const file = options.output === undefined ? undefined : resolve(process.cwd(), options.output);
  // Links are read from where the page is.
  const folder = file === undefined ? root : dirname(file);
  const { cron } = parseCron(activity.schedule.cron);
  const page = handoffPage({
    activity,
    schedule: cron ? cronInWords(cron) : activity.schedule.cron,
    target,
    path: definition.document.file.path,
    runbook: sectionsOf(definition),
    evidence: readEvidence(root, target.name, id).map((it) => ({
      ...it,
      path: relative(folder, resolve(root, it.path)),
    })),
    retiredNames: target.policy.retired_names,
  });
  if (file === undefined) {
    terminal.out(page);
    return EXIT.ok;
  }
  await writeAtomically(dirname(file), textFile(basename(file), page));
  terminal.out(`wrote ${relative(process.cwd(), file)}\n`);
  return EXIT.ok;
}

/** The second-level sections of a runbook, as they are written. */
function sectionsOf({ document: { file }, runbook }: Definition) {
  const heads = runbook.headings.filter(({ level }) => level === 2);
  return heads.map(({ text: heading, span }, index) => {
    const end = heads[index + 1]?.span.start ?? runbook.span.end;
    return { heading, text: file.text.slice(span.end, end).replaceAll("\r\n", "\n").trim() };
  });
}
