import { extname, relative, resolve } from "node:path";
import type { CheckedProject } from "../../batch/check-project.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { textFile, writeAtomically } from "../../emit/write-outputs.ts";
import type { PlacedActivity } from "../../timeline/lanes.ts";
import type { Period } from "../../timeline/period.ts";
import { type Timeline, timelineOf } from "../../timeline/timeline.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { checkRun, type RunOptions } from "../project-run.ts";
import { filesShownFrom, startRunAround } from "../project-sources.ts";
import { countWords, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface TimelineOptions extends RunOptions {
  readonly from?: string;
  readonly days: "1" | "7";
  readonly format?: "text" | "svg" | "json";
  readonly output?: string;
}

/** `actdef timeline`: when all activities of the project fire over a day or a week, as one picture. */
export async function timeline(options: TimelineOptions, terminal: Terminal): Promise<ExitCode> {
  const period: Period = { from: midnightOf(options.from), days: options.days === "7" ? 7 : 1 };
  const run = startRunAround(process.cwd(), "compile", options);
  const project = await checkRun(run, options);
  if (hasErrors(project.diagnostics)) return refuse(project, terminal);
  const activities = project.activities.map(
    ({ json }, index): PlacedActivity => ({
      activity: JSON.parse(json),
      path: project.definitions[index]?.path ?? "",
    }),
  );
  const targets = project.targetFiles.map(({ target }) => target);
  const text = await rendered(timelineOf(activities, targets, period), formatOf(options), terminal);
  if (options.output === undefined) {
    terminal.out(text);
    return EXIT.ok;
  }
  const file = resolve(process.cwd(), options.output);
  await writeAtomically("/", textFile(file, text));
  terminal.err(`written: ${relative(process.cwd(), file)}\n`);
  return EXIT.ok;
}

/** Prints what is wrong to standard error: a picture of a part of the project would be a wrong one. */
async function refuse({ diagnostics, ...project }: CheckedProject, terminal: Terminal): Promise<ExitCode> {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const shown = filesShownFrom(process.cwd(), [project]);
  await reportDiagnostics(errors, { format: "pretty" }, shown, { ...terminal, out: terminal.err });
  terminal.err(`${countWords(errors)}; nothing is drawn\n`);
  return EXIT.problems;
}

/** A file's name tells what it is to hold, unless that is said. */
function formatOf({ format, output }: TimelineOptions): "text" | "svg" | "json" {
  if (format !== undefined) return format;
  const ending = output === undefined ? "" : extname(output);
  return ending === ".svg" ? "svg" : ending === ".json" ? "json" : "text";
}

async function rendered(it: Timeline, format: "text" | "svg" | "json", { width }: Terminal): Promise<string> {
  if (format === "json") return (await import("../../timeline/timeline-json.ts")).timelineJson(it);
  if (format === "svg") return (await import("../../timeline/timeline-svg.ts")).timelineSvg(it);
  return (await import("../../timeline/timeline-text.ts")).timelineText(it, width);
}

/** The midnight in UTC with which a day begins, today's where none is given. */
function midnightOf(day: string | undefined): Date {
  const text = day ?? new Date().toISOString().slice(0, 10);
  const midnight = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnight.getTime());
  if (!isDay || midnight.toISOString().slice(0, 10) !== text)
    throw new UsageError(`--from ${day}: write a day like 2026-06-22`);
  return midnight;
}
