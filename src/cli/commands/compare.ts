import { basename, dirname, relative, resolve } from "node:path";
import { compareRuns } from "../../compare/compare-runs.ts";
import type { Comparison } from "../../compare/comparison.ts";
import { comparisonJson } from "../../compare/comparison-json.ts";
import { comparisonMarkdown } from "../../compare/comparison-markdown.ts";
import { comparisonText } from "../../compare/comparison-text.ts";
import { createTally, type EventTally } from "../../compare/event-tally.ts";
import { HubProblem, type HubQuery } from "../../compare/hub-events.ts";
import type { Lane } from "../../compare/lane.ts";
import { type ComparedRunner, runnersOf } from "../../compare/runners.ts";
import { dayText } from "../../compare/show.ts";
import type { Days } from "../../compare/slots.ts";
import { type FileToWrite, textFile, writeAtomically } from "../../emit/write-outputs.ts";
import type { Activity } from "../../model/activity.ts";
import { behaviourSha256 } from "../../model/behaviour.ts";
import { comparedDays, explanations, pauses } from "../compare-options.ts";
import { type CompareSubject, compareSubject } from "../compare-subject.ts";
import { inputName, readEventFiles } from "../event-files.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { hubQuery, readHub } from "../hub-side.ts";
import { instantOption } from "../moment-option.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

export interface CompareOptions {
  /** YYYY-MM-DD; `until` is not included. */
  readonly from?: string;
  readonly until?: string;
  readonly target?: string;
  readonly events?: readonly string[];
  readonly url?: string;
  readonly save?: string;
  readonly explained?: readonly string[];
  readonly paused?: readonly string[];
  readonly at?: string;
  readonly page?: string;
  readonly evidence?: boolean;
  readonly format: "table" | "json" | "markdown";
}

/** `actdef compare <id>`: how the candidate did beside the runners that it replaces. Exit 3 where that is not enough. */
export async function compare(id: string, options: CompareOptions, terminal: Terminal): Promise<ExitCode> {
  const subject = await compareSubject(id, options.target, { ...terminal, out: terminal.err });
  if (!subject) return EXIT.problems;
  try {
    const { comparison, tally } = await comparisonOf(subject, options);
    const code = comparison.verdict === "successful" ? EXIT.ok : EXIT.stale;
    const files = await writeFiles(subject.root, comparison, { lanes: tally.lanes, options, code });
    terminal.out(shown(comparison, { files, code, format: options.format, color: terminal.color }));
    return code;
  } catch (error) {
    if (!(error instanceof HubProblem)) throw error;
    terminal.err(`actdef: ${error.message}\n`);
    if (options.save !== undefined)
      terminal.err(`what was read is in ${options.save}: the same command goes on from there\n`);
    return EXIT.failed;
  }
}

function shown(
  comparison: Comparison,
  {
    files,
    code,
    format,
    color,
  }: {
    readonly files: readonly string[];
    readonly code: ExitCode;
    readonly format: CompareOptions["format"];
    readonly color: boolean;
  },
): string {
  if (format === "json") return comparisonJson(comparison, code);
  return format === "markdown" ? comparisonMarkdown(comparison) : comparisonText(comparison, files, color);
}

interface Compared {
  readonly comparison: Comparison;
  readonly tally: EventTally;
}

async function comparisonOf(
  { activity, target }: Pick<CompareSubject, "activity" | "target">,
  options: CompareOptions,
): Promise<Compared> {
  const days = comparedDays(options, activity.rollout);
  const now = options.at === undefined ? Date.now() : instantOption("--at", options.at);
  const runners = comparedRunners(activity, days);
  const sources = runners.map(({ source }) => source);
  const query = options.url === undefined ? undefined : queryOf(options.url, { activity, target }, days);
  const inputs = [...(options.events ?? []).map(inputName), ...(query ? [query.url] : [])];
  if (inputs.length === 0) throw noInput(activity.id, target.progress_events?.path);
  if (options.save !== undefined && !query)
    throw new UsageError("--save keeps what --url answers, and there is no --url");
  const settings = {
    activityId: activity.id,
    title: activity.title,
    target: target.name,
    behaviour: behaviourSha256(activity),
    ...days,
    now,
    graceSeconds: activity.misfire_grace_seconds,
    maxSeconds: activity.max_seconds,
    startToCloseSeconds: activity.start_to_close_seconds,
    thresholds: target.policy.compare,
    pauses: pauses(options.paused ?? [], sources),
    explained: explanations(options.explained ?? [], runners[0]?.fires ?? new Float64Array()),
    inputs,
  };
  const tally = createTally({
    activityId: activity.id,
    activityUuid: activity.uuid,
    eventType: activity.progress_event,
    runners,
    now,
  });
  await readEventFiles(options.events ?? [], tally);
  if (query) await readHub(query, options.save, tally);
  return { comparison: compareRuns(tally, settings), tally };
}

function queryOf(url: string, { activity, target }: Pick<CompareSubject, "activity" | "target">, days: Days): HubQuery {
  return hubQuery({ url, path: target.progress_events?.path, eventType: activity.progress_event, days });
}

function noInput(id: string, path: string | undefined): UsageError {
  const hub = path === undefined ? "" : `, or --url BASE for what GET ${path} of the State Hub lists`;
  const lines = `--events FILE for JSON lines (- is standard input), such as actdef history ${id} --format jsonl prints`;
  return new UsageError(`say where the runs are told: ${lines}${hub}`);
}

function comparedRunners(activity: Activity, days: Days): ComparedRunner[] {
  const found = runnersOf(activity, days);
  if (typeof found === "string") throw new UsageError(found);
  return found;
}

interface FileSettings {
  readonly lanes: readonly Lane[];
  readonly options: CompareOptions;
  readonly code: ExitCode;
}

/** Writes what was asked for, the JSON last: it is what others read. Gives the paths as they are shown. */
async function writeFiles(root: string, comparison: Comparison, settings: FileSettings): Promise<string[]> {
  const { lanes, options, code } = settings;
  if (options.page === undefined && !options.evidence) return [];
  // The library that draws is larger than the rest of the program.
  const { comparisonPage } = await import("../../compare/page/comparison-page.ts");
  const page = comparisonPage(comparison, lanes);
  const pageFile = resolve(process.cwd(), options.page ?? "");
  const path = `evidence/${comparison.target}/${comparison.activityId}/compare-${dayText(comparison.from)}`;
  const evidence: FileToWrite[] = [
    textFile(`${path}.html`, page),
    textFile(`${path}.md`, comparisonMarkdown(comparison)),
    textFile(`${path}.json`, comparisonJson(comparison, code)),
  ];
  const files = [
    ...(options.page === undefined ? [] : [{ folder: dirname(pageFile), file: textFile(basename(pageFile), page) }]),
    ...(options.evidence ? evidence.map((file) => ({ folder: root, file })) : []),
  ];
  for (const { folder: below, file } of files) await writeAtomically(below, file);
  return files.map(({ folder: below, file }) => relative(process.cwd(), resolve(below, file.path)));
}
