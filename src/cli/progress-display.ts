import ora from "ora";
import colors from "picocolors";
import type { Progress } from "../operate/progress.ts";
import type { Terminal } from "./terminal.ts";

/** How often a wait is told again where nothing moves. */
const HEARTBEAT_MS = 15_000;
const MS_PER_SECOND = 1000;

/** A progress that is shown, and ends. */
export interface ProgressDisplay extends Progress {
  stop(): void;
}

/** On a terminal one line that moves, below those that are done; elsewhere one line a change of state, and a heartbeat. */
export function progressDisplay(terminal: Terminal, say: Terminal["out"]): ProgressDisplay {
  // Some pseudo-terminals have no width; what moves could not be wiped there.
  const canMove = terminal.isInteractive && process.stderr.columns > 0;
  return canMove ? liveDisplay(terminal, say) : plainDisplay(terminal, say);
}

function liveDisplay(terminal: Terminal, say: Terminal["out"]): ProgressDisplay {
  const spinner = ora({ stream: process.stderr, discardStdin: false, hideCursor: true });
  let waitedFor: { readonly text: string; readonly since: number } | undefined;
  const ticker = setInterval(() => {
    if (waitedFor) spinner.text = withSeconds(waitedFor.text, waitedFor.since);
  }, MS_PER_SECOND);
  const above = (line: string) => {
    const wasSpinning = spinner.isSpinning;
    spinner.stop();
    say(line);
    if (wasSpinning) spinner.start();
  };
  const stop = () => {
    waitedFor = undefined;
    spinner.stop();
  };
  return {
    done: (text) => above(`${doneMark(terminal)} ${text}\n`),
    detail: (text) => above(`${text}\n`),
    waiting: (text) => {
      if (text === undefined) return stop();
      if (waitedFor?.text !== text) waitedFor = { text, since: Date.now() };
      spinner.text = withSeconds(text, waitedFor.since);
      if (!spinner.isSpinning) spinner.start();
    },
    stop: () => {
      clearInterval(ticker);
      stop();
    },
  };
}

function plainDisplay(terminal: Terminal, say: Terminal["out"]): ProgressDisplay {
  let waitedFor: { readonly text: string; readonly since: number; toldAt: number } | undefined;
  return {
    done: (text) => say(`${doneMark(terminal)} ${text}\n`),
    detail: (text) => say(`${text}\n`),
    waiting: (text) => {
      const now = Date.now();
      if (text === undefined) waitedFor = undefined;
      else if (waitedFor?.text !== text) {
        waitedFor = { text, since: now, toldAt: now };
        say(`… ${text}\n`);
      } else if (now - waitedFor.toldAt >= HEARTBEAT_MS) {
        waitedFor.toldAt = now;
        say(`… ${withSeconds(text, waitedFor.since)}\n`);
      }
    },
    stop: () => {},
  };
}

function doneMark({ color }: Terminal): string {
  return colors.createColors(color).green("✔");
}

function withSeconds(text: string, since: number): string {
  return `${text}  ${Math.floor((Date.now() - since) / MS_PER_SECOND)} s`;
}
