import { writeSync } from "node:fs";
import { EXIT } from "./exit-codes.ts";

/** Where a command prints, and what the place can show. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** Somebody can read what moves, and answer. */
  readonly isInteractive: boolean;
}

const DEFAULT_WIDTH = 100;

/**
 * The process's own terminal. NO_COLOR and FORCE_COLOR are respected, as no-color.org and force-color.org ask. Node's
 * streams for it take longer to load than a definition to be checked, so they are there only when somebody asks.
 */
export function processTerminal(): Terminal {
  return {
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    get color() {
      // Node leaves isTTY undefined where there is no terminal.
      return wantsColor(process.env, process.stdout.isTTY === true);
    },
    get width() {
      return process.stdout.isTTY ? process.stdout.columns : DEFAULT_WIDTH;
    },
    get isInteractive() {
      return process.stdin.isTTY === true && process.stderr.isTTY === true && process.env.TERM !== "dumb";
    },
  };
}

/** Writes a text at once. Where that would mean to wait, since a reader is slow, Node's own stream waits. */
function write(descriptor: 1 | 2, text: string): void {
  let bytes = Buffer.from(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EAGAIN") (descriptor === 1 ? process.stdout : process.stderr).write(bytes);
    else if (code !== "EPIPE") throw error;
    // A closed pipe, as in `actdef explain … | head`, ends the program quietly; what nobody reads on the other is no loss.
    else if (descriptor === 1) process.exit(EXIT.ok);
  }
}

function wantsColor(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "")
    return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return isTTY && env.TERM !== "dumb";
}
