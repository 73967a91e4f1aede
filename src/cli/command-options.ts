import { InvalidArgumentError } from "commander";

/** Reads a whole number from 1. Throws what commander tells as wrong usage. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("write a whole number from 1.");
  return Number(text);
}

/** What stands below the help of a command. */
export function examples(...commands: string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ ${command}\n`).join("")}`;
}
