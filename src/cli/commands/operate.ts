import { connect } from "../../cluster/connect.ts";
import { toStop } from "../../operate/api-stops.ts";
import type { CommandName, CommandResult } from "../../operate/command-result.ts";
import { OperationStop } from "../../operate/operation-stop.ts";
import { operatorCommand } from "../../operate/operator-command.ts";
import { writeCanaryEvidence } from "../canary-evidence.ts";
import { commandJson } from "../command-json.ts";
import { checksText, failedChecks } from "../command-text.ts";
import { type JobConnectionOptions, jobTimeoutMs, kubeconfigChoice } from "../connection-options.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { interruptibleClock } from "../interruptible-clock.ts";
import { lockRequest } from "../lock-request.ts";
import { operatedActivity, syncedActivity } from "../operated-activity.ts";
import { operatorName } from "../operator-name.ts";
import { progressDisplay } from "../progress-display.ts";
import { EXIT_OF_STOP, stopReport } from "../stop-report.ts";
import type { Terminal } from "../terminal.ts";

export interface OperateOptions extends JobConnectionOptions {
  readonly target?: string;
  readonly reason?: string;
  readonly attach?: boolean;
  readonly breakLock?: boolean;
  readonly format: "text" | "json";
}

/** `actdef canary|pause|resume|trigger`: what an operator does to one schedule, as a Job that is followed and verified. */
export async function operate(
  command: CommandName,
  id: string,
  options: OperateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const isJson = options.format === "json";
  const say = isJson ? terminal.err : terminal.out;
  const find = command === "pause" ? syncedActivity : operatedActivity;
  const operated = await find(id, options.target, { ...terminal, out: say });
  if (!operated) return EXIT.problems;
  const { target, syncJob, activity } = operated;
  const clock = interruptibleClock();
  const display = progressDisplay(terminal, say);
  const end = (
    code: ExitCode,
    found: { result?: CommandResult; evidence?: readonly string[]; stop?: OperationStop },
  ) => {
    display.stop();
    if (found.stop) say(stopReport(found.stop, terminal.color));
    if (isJson) terminal.out(commandJson({ target: target.name, command, id, code, ...found }));
    return code;
  };
  let result: CommandResult | undefined;
  try {
    const timeoutMs = jobTimeoutMs(options);
    const cluster = connect(kubeconfigChoice(options, target.cluster.context), { clock, timeoutMs });
    const again = `actdef ${command} ${id} --target ${target.name}`;
    const lock = lockRequest(operatorName(), again, options.breakLock ?? false);
    const { reason = "", attach = false } = options;
    result = await operatorCommand(
      { cluster, clock, progress: display, target },
      { command, activity, syncJob, reason, isAttaching: attach, lock, timeoutMs },
    );
    display.stop();
    say(checksText(result, terminal.color));
    const evidence = command === "canary" ? await writeCanaryEvidence(operated, result) : [];
    for (const path of evidence) say(`wrote ${path}\n`);
    requireBehaviour(result, activity.behaviour_sha256, target.name);
    if (!result.ok) throw failedChecks(result, target.name);
    return end(EXIT.ok, { result, evidence });
  } catch (error) {
    const stop = toStop(error, target.name);
    if (!(stop instanceof OperationStop)) throw error;
    return end(EXIT_OF_STOP[stop.kind], { ...(result ? { result } : {}), stop });
  } finally {
    display.stop();
    clock.stopListening();
  }
}

/** What was operated on is what the cluster runs; it may be another version than the one that is checked out. */
function requireBehaviour({ behaviour_sha256, command, id }: CommandResult, compiled: string, target: string): void {
  if (behaviour_sha256 === compiled || command === "pause") return;
  throw new OperationStop("failed", `the cluster runs another version of ${id} than this one`, {
    event: [`here     ${compiled}`, `cluster  ${behaviour_sha256}`],
    state: "what was done is done; it proves nothing about the version that is checked out",
    next: `actdef status ${target}`,
  });
}
