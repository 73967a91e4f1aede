import { type Command, Option } from "commander";
import { examples, positiveInteger } from "./command-options.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export function addTimeline(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("timeline")
    .summary("all activities over a day or a week, as one picture")
    .description(
      "Shows how many activities fire in the same minute, how long each may run, what may run at once, and how moving some within their hour would level the peak. All times are UTC. Writes no definition.",
    )
    .option("--from <date>", "the first day (default: today)")
    .addOption(new Option("--days <n>", "how many days").choices(["1", "7"]).default("1"))
    .addOption(
      new Option("--format <format>", "how it is drawn (default: text, or what the name of --output says)").choices([
        "text",
        "svg",
        "json",
      ]),
    )
    .option("--output <file>", "write it to a file")
    .option("--no-cache", "check every file anew, and keep nothing")
    .addOption(
      new Option("--threads <n>", "check on this many threads (default: as many as pay)").argParser(positiveInteger),
    )
    .addHelpText(
      "after",
      examples(
        "actdef timeline",
        "actdef timeline --from 2026-06-22 --days 7",
        "actdef timeline --from 2026-06-22 --output timeline.svg",
      ),
    )
    .action(async (options) => {
      const { timeline } = await import("./commands/timeline.ts");
      exit(await timeline(options, terminal));
    });
}
