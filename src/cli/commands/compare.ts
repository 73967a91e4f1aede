import { compareRuns } from "../../compare/compare-runs.ts";
import type { Comparison } from "../../compare/comparison.ts";
import { comparisonText } from "../../compare/comparison-text.ts";
import { createTally, type EventTally } from "../../compare/event-tally.ts";
import { type ComparedRunner, runnersOf } from "../../compare/runners.ts";
import type { Days } from "../../compare/slots.ts";
import { behaviourSha256 } from "../../model/behaviour.ts";
import { comparedDays, explanations, instantOption, pauses } from "../compare-options.ts";
import { type CompareSubject, compareSubject } from "../compare-subject.ts";
import { inputName, readEventFiles } from "../event-files.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

export interface CompareOptions {
  /** YYYY-MM-DD; `until` is not included. */
  readonly from?: string;
  readonly until?: string;
  readonly target?: string;
  readonly events?: readonly string[];
  readonly url?: string;
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
  const { comparison } = await comparisonOf(subject, options);
  terminal.out(comparisonText(comparison, [], terminal.color));
  return comparison.verdict === "successful" ? EXIT.ok : EXIT.stale;
}

async function comparisonOf(
  { activity, target }: CompareSubject,
  options: CompareOptions,
): Promise<{ readonly comparison: Comparison; readonly tally: EventTally }> {
  const days = comparedDays(options, activity.rollout);
  const now = options.at === undefined ? Date.now() : instantOption("--at", options.at);
  const runners = comparedRunners({ activity, target }, days);
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
    pauses: pauses(
      options.paused ?? [],
      runners.map(({ source }) => source),
    ),
    explained: explanations(options.explained ?? [], runners[0]?.fires ?? new Float64Array()),
    inputs: (options.events ?? []).map(inputName),
  };
  const tally = createTally({
    activityId: activity.id,
    activityUuid: activity.uuid,
    eventType: activity.progress_event,
    runners,
    now,
  });
  await readEvents(options, tally);
  return { comparison: compareRuns(tally, settings), tally };
}

function comparedRunners({ activity }: Pick<CompareSubject, "activity" | "target">, days: Days): ComparedRunner[] {
  const found = runnersOf(activity, days);
  if (typeof found === "string") throw new UsageError(found);
  return found;
}

async function readEvents({ events = [], url }: CompareOptions, tally: EventTally): Promise<void> {
  if (events.length === 0 && url === undefined) {
    throw new UsageError(
      "say where the runs are told: --events FILE (JSON lines, as of psql or actdef run; - is standard input), or --url BASE (the service that lists progress events)",
    );
  }
  await readEventFiles(events, tally);
}
