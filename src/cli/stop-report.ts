import colors from "picocolors";
import type { OperationStop, StopKind } from "../operate/operation-stop.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export const EXIT_OF_STOP: Readonly<Record<StopKind, ExitCode>> = {
  usage: EXIT.usage,
  stale: EXIT.stale,
  refused: EXIT.refused,
  locked: EXIT.locked,
  failed: EXIT.failed,
  unknown: EXIT.unknown,
  interrupted: EXIT.interrupted,
};

/** A stop for people: what happened, then what is known of it, what was done, and what to do. */
export function stopReport({ message, details }: OperationStop, color: boolean): string {
  const { event, log, why, state, next } = details;
  const lines = [
    `${colors.createColors(color).red("✖")} ${message}`,
    ...labelled("event", event),
    ...labelled("log", log),
    ...labelled("why", why),
    ...labelled("state", state),
    ...labelled("next", next),
  ];
  return `${lines.join("\n")}\n`;
}

const LABEL_WIDTH = 7;

function labelled(label: string, text: string | readonly string[] | undefined): string[] {
  const lines = text === undefined ? [] : typeof text === "string" ? [text] : text;
  return lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(LABEL_WIDTH)} ${line}`);
}
