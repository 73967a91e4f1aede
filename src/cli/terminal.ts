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

/** The process's own terminal. NO_COLOR and FORCE_COLOR are respected, as no-color.org and force-color.org ask. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    // Node leaves isTTY undefined where there is no terminal.
    color: wantsColor(env, stdout.isTTY === true),
    width: stdout.isTTY ? stdout.columns : DEFAULT_WIDTH,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true && env.TERM !== "dumb",
  };
}

function wantsColor(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "")
    return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return isTTY && env.TERM !== "dumb";
}
