import { connect } from "../../cluster/connect.ts";
import { toStop } from "../../operate/api-stops.ts";
import { OperationStop } from "../../operate/operation-stop.ts";
import { readHistory } from "../../operate/read-history.ts";
import { type JobConnectionOptions, jobTimeoutMs, kubeconfigChoice } from "../connection-options.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { historyLines, historyText } from "../history-text.ts";
import { interruptibleClock } from "../interruptible-clock.ts";
import { momentOption } from "../moment-option.ts";
import { syncedTarget } from "../operated-activity.ts";
import { progressDisplay } from "../progress-display.ts";
import { EXIT_OF_STOP, stopReport } from "../stop-report.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

export interface HistoryOptions extends JobConnectionOptions {
  readonly target?: string;
  readonly from?: string;
  readonly until?: string;
  readonly format: "text" | "jsonl";
}

const WEEK_MS = 7 * 86_400_000;

/** `actdef history <id>`: the runs that the target's database has, the last week's unless it is told otherwise. */
export async function history(id: string, options: HistoryOptions, terminal: Terminal): Promise<ExitCode> {
  const isData = options.format === "jsonl";
  const say = isData ? terminal.err : terminal.out;
  const time = askedTime(options);
  const synced = await syncedTarget(options.target, { ...terminal, out: say });
  if (!synced) return EXIT.problems;
  const { target, syncJob } = synced;
  // What was removed or renamed here has a history still.
  const known = await synced.activity(id);
  const clock = interruptibleClock();
  const display = progressDisplay(terminal, say);
  try {
    const timeoutMs = jobTimeoutMs(options);
    const cluster = connect(kubeconfigChoice(options, target.cluster.context), { clock, timeoutMs });
    if (!known) display.detail(`${id} is not in the manifests of ${target.name}: its database may know it`);
    const operation = { cluster, clock, progress: display, target };
    const result = await readHistory(operation, { activity: known ?? { id }, syncJob, ...time, timeoutMs });
    display.stop();
    terminal.out(isData ? historyLines(result) : historyText(result));
    return EXIT.ok;
  } catch (error) {
    const stop = toStop(error, target.name);
    if (!(stop instanceof OperationStop)) throw error;
    display.stop();
    say(stopReport(stop, terminal.color));
    return EXIT_OF_STOP[stop.kind];
  } finally {
    display.stop();
    clock.stopListening();
  }
}

function askedTime(options: Pick<HistoryOptions, "from" | "until">): { readonly from: number; readonly until: number } {
  const until = options.until === undefined ? Date.now() : momentOption("--until", options.until);
  const from = options.from === undefined ? until - WEEK_MS : momentOption("--from", options.from);
  if (from < until) return { from, until };
  const end = options.until === undefined ? "now, which is --until" : `--until ${options.until}`;
  throw new UsageError(`--from ${options.from} is not before ${end}`);
}
