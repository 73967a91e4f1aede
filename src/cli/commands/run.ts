import type { RunRecord } from "../../../runtime/src/activity/run.ts";
import { buildRequest, type CallSetting, SetupProblem } from "../../../runtime/src/invoke/build-request.ts";
import { secretFiles } from "../../../runtime/src/invoke/secret-files.ts";
import type { CompiledActivity } from "../../model/compiled-activity.ts";
import { attemptRun } from "../attempt-run.ts";
import { compileDefinition } from "../compiled-definition.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { interruptibleClock } from "../interruptible-clock.ts";
import { historyPath, openHistory, type RunHistory } from "../run-history.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

export interface RunOptions {
  readonly source: string;
  readonly baseUrl?: string;
  readonly secretsFolder?: string;
  readonly history?: string;
  readonly format: "text" | "json";
}

/** `actdef run`: one run on this machine, now, whatever the schedule says; exit 6 where its outcome is not ok or warn. */
export async function run(id: string, options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  const isJson = options.format === "json";
  const activity = await compileDefinition(id, process.cwd(), isJson ? { ...terminal, out: terminal.err } : terminal);
  if (!activity) return EXIT.problems;
  const setting = settingOf(activity, options);
  const url = await checkSetting(activity, setting);
  const history = historyOf(id, options.history, terminal);
  if (!history) return EXIT.failed;
  terminal.err(`${activity.invoke.method} ${url} as ${setting.source}\n`);
  const clock = interruptibleClock();
  try {
    const record = await attemptRun(activity, setting, clock, (attempt, count, next) => {
      if (next.action === "wait")
        terminal.err(`attempt ${count}: ${attemptWords(attempt)}; again in ${next.seconds} s\n`);
    });
    terminal.out(isJson ? `${JSON.stringify(record, null, 2)}\n` : `${runWords(record)}\n`);
    const isRecorded = wasAppended(history, record, terminal);
    if (clock.signal.aborted) return EXIT.interrupted;
    return isRecorded && (record.outcome === "ok" || record.outcome === "warn") ? EXIT.ok : EXIT.failed;
  } finally {
    clock.stopListening();
    history.close();
  }
}

/** As `rollout.source` has it: it becomes a part of the idempotency key. */
const SOURCE = /^[A-Za-z][-A-Za-z0-9_]{0,99}$/;

function settingOf({ invoke }: CompiledActivity, options: RunOptions): Omit<CallSetting, "idempotencyKey"> {
  const { source, baseUrl, secretsFolder } = options;
  if (!SOURCE.test(source))
    throw new UsageError(
      `--source "${source}": write letters, digits, dashes and underscores, beginning with a letter`,
    );
  return {
    ...(baseUrl === undefined
      ? { baseUrl: process.env[invoke.base_url_env] }
      : { baseUrl, baseUrlOption: "--base-url" }),
    source,
    readSecret: secretFiles(secretsFolder ?? process.env.ACTCORE_SECRETS_FOLDER),
  };
}

/** The URL to be called, without its query; wrong usage where a base URL or a secret is missing or not fit. */
async function checkSetting(activity: CompiledActivity, setting: Omit<CallSetting, "idempotencyKey">): Promise<string> {
  try {
    const { url } = await buildRequest(activity, { ...setting, idempotencyKey: "" });
    return url.origin + url.pathname;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    const help = setting.baseUrl ? "" : "; set it, or give --base-url <url>";
    throw new UsageError(`${error.message}${help}; nothing was called`);
  }
}

/** The opened history; undefined where it cannot be written, which is said before anything is called. */
function historyOf(id: string, file: string | undefined, { err }: Terminal): RunHistory | undefined {
  const path = file ?? historyPath(id, process.env);
  try {
    return openHistory(path);
  } catch (error) {
    err(`actdef: the history ${path} cannot be written: ${codeOf(error)}; nothing was called\n`);
    return undefined;
  }
}

function wasAppended(history: RunHistory, record: RunRecord, { err }: Terminal): boolean {
  try {
    history.append(record);
    return true;
  } catch (error) {
    err(`actdef: the run is not in the history ${history.path}: ${codeOf(error)}\n`);
    return false;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  return "code" in error ? String(error.code) : error.message;
}

function attemptWords({ outcome, reason, counts, ...times }: Pick<RunRecord, Shown>): string {
  const counted = Object.entries(counts ?? {}).map(([name, count]) => `${name} ${count}`);
  const said = [...(reason === null ? [] : [reason]), ...counted].join(", ");
  const milliseconds = Date.parse(times.finished_at) - Date.parse(times.started_at);
  return `${outcome}${said === "" ? "" : `: ${said}`} (${milliseconds} ms)`;
}

type Shown = "outcome" | "reason" | "counts" | "started_at" | "finished_at";

function runWords(record: RunRecord): string {
  const { activity_id, attempts } = record;
  return `${activity_id}: ${attempts > 1 ? `after ${attempts} attempts ` : ""}${attemptWords(record)}`;
}
