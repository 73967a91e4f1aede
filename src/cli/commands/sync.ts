import { createInterface } from "node:readline/promises";
import type { Cluster } from "../../cluster/api-call.ts";
import { connect } from "../../cluster/connect.ts";

import { toStop } from "../../operate/api-stops.ts";
import { type Callouts, needsTypedName } from "../../operate/guards.ts";
import { OperationStop } from "../../operate/operation-stop.ts";
import type { ProjectedTarget } from "../../operate/projected-target.ts";
import { type SyncOptions, type SyncOutcome, type SyncUser, sync as syncTarget } from "../../operate/sync.ts";
import { areManifestsStale, compileTarget, projectedTarget } from "../compiled-target.ts";
import { type ConnectionOptions, kubeconfigChoice } from "../connection-options.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { interruptibleClock } from "../interruptible-clock.ts";
import { lockRequest } from "../lock-request.ts";
import { operatorName } from "../operator-name.ts";
import { planText, planYaml } from "../plan-text.ts";
import { progressDisplay } from "../progress-display.ts";
import { EXIT_OF_STOP, stopReport } from "../stop-report.ts";
import { syncJson } from "../sync-json.ts";
import type { Terminal } from "../terminal.ts";

export interface SyncCommandOptions extends ConnectionOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly adopt?: boolean;
  readonly rerun?: boolean;
  readonly attach?: boolean;
  readonly allowDirty?: boolean;
  readonly allowRemoval?: number;
  readonly allowRollback?: boolean;
  readonly claimDatabase?: boolean;
  readonly breakLock?: boolean;
  readonly verbose?: boolean;
  readonly format: "text" | "json";
}

const MS_PER_SECOND = 1000;

type InterruptibleClock = ReturnType<typeof interruptibleClock>;

/** `actdef sync`: from committed manifests to a cluster that provably runs them. */
export async function sync(name: string, options: SyncCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const isJson = options.format === "json";
  const say = isJson ? terminal.err : terminal.out;
  const compiled = await compileTarget(name, process.cwd(), { ...terminal, out: say });
  if (!compiled) return EXIT.problems;
  if (await areManifestsStale(compiled, say)) {
    say("run `actdef compile` and commit the result\n");
    return EXIT.stale;
  }
  const { refusal, ...projected } = projectedTarget(compiled);
  const clock = interruptibleClock();
  const display = progressDisplay(terminal, say);
  let cluster: Cluster | undefined;
  const end = (code: ExitCode, outcome?: SyncOutcome, stop?: OperationStop): ExitCode => {
    display.stop();
    if (stop) (isJson ? terminal.err : terminal.out)(stopReport(stop, terminal.color));
    if (isJson) terminal.out(syncJson({ projected, server: cluster?.server ?? null, code, outcome, stop }));
    return code;
  };
  try {
    if (refusal !== undefined && !options.allowDirty) throw dirty(refusal, name);
    const { target } = projected;
    cluster = connect(kubeconfigChoice(options, target.cluster.context), {
      clock,
      timeoutMs: options.timeout * MS_PER_SECOND,
    });
    const user = syncUser({ projected, options, terminal, clock, say });
    const outcome = await syncTarget(
      { cluster, clock, progress: display, target },
      projected,
      syncOptions(options),
      user,
    );
    const code = outcome.kind === "pending" ? EXIT.stale : EXIT.ok;
    if (outcome.kind === "pending") say("nothing was written: this was a dry run\n");
    return end(code, outcome);
  } catch (error) {
    const stop = toStop(error, name);
    if (!(stop instanceof OperationStop)) throw error;
    return end(EXIT_OF_STOP[stop.kind], undefined, stop);
  } finally {
    display.stop();
    clock.stopListening();
  }
}

function dirty(refusal: string, target: string): OperationStop {
  return new OperationStop("refused", `what is synced is a commit, and ${refusal}`, {
    state: "nothing was written",
    next: `commit first; or sync the working tree as it is: actdef sync ${target} --allow-dirty`,
  });
}

function syncOptions(options: SyncCommandOptions): SyncOptions {
  return {
    isDryRun: options.dryRun ?? false,
    isAdopting: options.adopt ?? false,
    isRerun: options.rerun ?? false,
    isAttaching: options.attach ?? false,
    isRollbackAllowed: options.allowRollback ?? false,
    isClaiming: options.claimDatabase ?? false,
    allowedRemovals: options.allowRemoval,
    timeoutMs: options.timeout * MS_PER_SECOND,
  };
}

interface UserNeeds {
  readonly projected: ProjectedTarget;
  readonly options: SyncCommandOptions;
  readonly terminal: Terminal;
  readonly clock: InterruptibleClock;
  readonly say: Terminal["out"];
}

function syncUser({ projected, options, terminal, clock, say }: UserNeeds): SyncUser {
  const { target } = projected;
  const who = operatorName();
  return {
    who,
    lock: lockRequest(who, `actdef sync ${target.name}`, options.breakLock ?? false),
    show: (plan, shown) => {
      say(planText(plan, shown, target.name));
      if (options.verbose) say(planYaml(plan, target.name));
    },
    confirm: async (shown) => {
      if (options.yes) return true;
      if (!terminal.isInteractive) {
        throw new OperationStop("refused", "nobody can be asked: there is no terminal", {
          state: "nothing was written",
          next: `look at the plan above, then: actdef sync ${target.name} --yes`,
        });
      }
      return await ask(target.name, shown, clock.signal);
    },
  };
}

async function ask(target: string, shown: Callouts, signal: AbortSignal): Promise<boolean> {
  const isTyped = needsTypedName(shown);
  const question = isTyped ? `Type ${target} to apply this: ` : `Apply to ${target}? [y/N] `;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // In raw mode a Ctrl-C reaches only this interface.
  lines.on("SIGINT", () => process.emit("SIGINT"));
  try {
    const answer = (await lines.question(question, { signal })).trim();
    return isTyped ? answer === target : /^y(?:es)?$/i.test(answer);
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
