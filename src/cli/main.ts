import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { createProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const ISSUES = "please report it, with the command and the file that led to it";

async function run(argv: readonly string[]): Promise<ExitCode> {
  const terminal = processTerminal();
  let code: ExitCode = EXIT.ok;
  const exit = (exitCode: ExitCode) => {
    code = exitCode;
  };
  const program = createProgram(terminal, exit, argv[2]);
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return explainError(error, terminal.err);
  }
}

function explainError(error: unknown, print: (text: string) => void): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) {
    print(`actdef: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof Error && "syscall" in error) {
    print(`actdef: ${error.message}\n`);
    return EXIT.failed;
  }
  const text = error instanceof Error ? error.message : String(error);
  print(`actdef: internal error: ${text}\n  this is a bug in actdef; ${ISSUES}\n`);
  if (process.env.ACTDEF_DEBUG && error instanceof Error) print(`${error.stack}\n`);
  return EXIT.bug;
}

run(process.argv).then((code) => {
  process.exitCode = code;
});
