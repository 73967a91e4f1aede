import type { CommandName, CommandResult } from "../operate/command-result.ts";
import type { OperationStop } from "../operate/operation-stop.ts";
import type { ExitCode } from "./exit-codes.ts";
import { jsonStop } from "./sync-json.ts";

interface CommandEnd {
  readonly target: string;
  readonly command: CommandName;
  readonly id: string;
  readonly code: ExitCode;
  readonly result?: CommandResult;
  /** Paths of what was written, relative to the project. */
  readonly evidence?: readonly string[];
  readonly stop?: OperationStop;
}

/** What an operator's command has come to as JSON, by `schemas/command.schema.json`. */
export function commandJson({ target, command, id, code, result, evidence, stop }: CommandEnd): string {
  const document = {
    schema_version: 1,
    target,
    command,
    id,
    exit_code: code,
    result: result ?? null,
    evidence: evidence ?? [],
    stop: stop ? jsonStop(stop) : null,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
