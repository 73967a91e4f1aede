import { catalogue } from "../../rules/catalogue.ts";
import { closeMatch } from "../../validate/suggest.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** `actdef rules [code]`: all codes with a summary each, or one with its reason. */
export function rules(
  code: string | undefined,
  options: { readonly format: "text" | "json" },
  terminal: Terminal,
): ExitCode {
  if (code === undefined) {
    terminal.out(options.format === "json" ? `${JSON.stringify(catalogue, null, 2)}\n` : list());
    return EXIT.ok;
  }
  const info = catalogue.find((entry) => entry.code === code);
  if (!info) {
    const match = closeMatch(
      code,
      catalogue.map((entry) => entry.code),
    );
    throw new UsageError(`no rule "${code}"; ${match ? `did you mean ${match}?` : "actdef rules lists all"}`);
  }
  terminal.out(
    options.format === "json"
      ? `${JSON.stringify(info, null, 2)}\n`
      : `${info.code} (${info.severity})\n\n${info.summary}\n\n${wrapped(info.rationale, Math.min(terminal.width, 100))}\n`,
  );
  return EXIT.ok;
}

function list(): string {
  const width = Math.max(...catalogue.map(({ code }) => code.length));
  return catalogue
    .map(({ code, severity, summary }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`)
    .join("");
}

function wrapped(text: string, width: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}
