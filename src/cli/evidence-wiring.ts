import { type Command, Option } from "commander";
import { examples } from "./command-options.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

const repeated = (value: string, values: string[] = []) => [...values, value];

export function addCompare(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("compare")
    .summary("how a new runner did beside the one that it replaces")
    .description(
      "Compares the runs of the runners of an activity, slot by slot, and judges by the target's policy whether the new one may take over. Exits 3 where the verdict is not successful.",
    )
    .argument("<id>", "the activity's id")
    .option("--from <date>", "the first day, in UTC (default: rollout.parallel.from)")
    .option("--until <date>", "the day after the last one (default: rollout.parallel.until)")
    .option("--target <name>", "whose policy judges; needed where the project has several")
    .option("--events <file>", "runs as JSON lines; may be repeated, - is standard input", repeated)
    .option("--url <base>", "ask the service that lists progress events, at this address")
    .option("--save <file>", "keep what --url answers in this file, and go on from there if it is cut off")
    .option("--explained <slot=reason>", "why a slot failed; may be repeated", repeated)
    .option("--paused <from..until>", "when a runner was paused, as [SOURCE=]FROM..UNTIL; may be repeated", repeated)
    .option("--at <instant>", "compare as of this instant instead of now (RFC 3339)")
    .option("--page <file>", "write the page, which shows every slot, to this file")
    .option("--evidence", "write JSON, markdown and the page to evidence/<target>/<id>/")
    .addOption(
      new Option("--format <format>", "how it is printed").choices(["table", "json", "markdown"]).default("table"),
    )
    .addHelpText(
      "after",
      examples(
        "actdef compare the-custodian.state-hub-consistency-sweep --events runs.jsonl",
        "actdef history the-custodian.state-hub-consistency-sweep --format jsonl | actdef compare the-custodian.state-hub-consistency-sweep --events -",
        "actdef compare the-custodian.state-hub-consistency-sweep --url http://127.0.0.1:8000 --evidence",
        'actdef compare acme.report --events runs.jsonl --explained 2026-06-23T02:15Z="bridge restarted"',
      ),
    )
    .action(async (id, options) => {
      const { compare } = await import("./commands/compare.ts");
      exit(await compare(id, options, terminal));
    });
}

export function addCutover(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("cutover")
    .summary("retire the local runner, once it is proved that it may")
    .description(
      "Refuses without a canary and a successful comparison of this very definition. Says what it would do; with --apply, it keeps the unit files, stops the units on this machine, and moves rollout.phase to primary.",
    )
    .argument("<id>", "the activity's id")
    .option("--target <name>", "whose evidence counts; needed where the project has several")
    .option("--apply", "carry the plan out")
    .option("--rollback", "undo the last cutover: the phase is parallel again, and units that were enabled are")
    .addHelpText(
      "after",
      examples(
        "actdef cutover the-custodian.state-hub-consistency-sweep",
        "actdef cutover the-custodian.state-hub-consistency-sweep --apply",
      ),
    )
    .action(async (id, options) => {
      const { cutover } = await import("./commands/cutover.ts");
      exit(await cutover(id, options, terminal));
    });
}

export function addHandoff(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("handoff")
    .summary("the page for whoever is called at night")
    .description(
      "Prints, as markdown, what an operator needs: schedule, owner, how to pause and run it, what may go wrong, evidence, terms.",
    )
    .argument("<id>", "the activity's id")
    .option("--target <name>", "where it runs; needed where the project has several")
    .option("-o, --output <file>", "write it to this file instead")
    .addHelpText(
      "after",
      examples("actdef handoff the-custodian.state-hub-consistency-sweep --output docs/state-hub-consistency-sync.md"),
    )
    .action(async (id, options) => {
      const { handoff } = await import("./commands/handoff.ts");
      exit(await handoff(id, options, terminal));
    });
}
