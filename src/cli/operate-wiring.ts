import { type Command, Option } from "commander";
import type { CommandName } from "../operate/command-result.ts";
import { addJobConnection } from "./cluster-wiring.ts";
import { examples } from "./command-options.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

interface Help {
  readonly summary: string;
  readonly description: string;
  readonly takesReason?: true;
}

const SWEEP = "the-custodian.state-hub-consistency-sweep";

const HELP: Readonly<Record<CommandName, Help>> = {
  canary: {
    summary: "make one run of a paused schedule, and prove it",
    description:
      "Makes one run of the paused schedule, then repeats its call under the same idempotency key to show that nothing doubles; writes evidence.",
  },
  pause: {
    summary: "pause a schedule until it is resumed",
    description:
      "Pauses the schedule, with a note; a run that is active goes on. A sync leaves such a pause alone. Other definitions may have errors meanwhile, and a lock keeps no pause waiting.",
    takesReason: true,
  },
  resume: {
    summary: "end the pause of a schedule",
    description: "Ends a pause by hand. What the definition itself has paused stays so.",
    takesReason: true,
  },
  trigger: {
    summary: "make one run now",
    description:
      "Makes one run now, also of a paused schedule, and waits for its end. While a run is active it makes none.",
  },
};

/** Each runs as a Job in the target's cluster, where Temporal can be reached. */
export function addOperatorCommand(name: CommandName) {
  const { summary, description, takesReason } = HELP[name];
  return (program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void => {
    const command = addJobConnection(
      program
        .command(name)
        .summary(summary)
        .description(description)
        .argument("<id>", "the activity's id")
        .option("--target <name>", "the target; not needed where there is only one"),
    );
    if (takesReason) command.option("--reason <text>", "why; it stands in Temporal as the schedule's note");
    // A pause takes no lock.
    if (name !== "pause") command.option("--break-lock", "take the lock from whoever holds it");
    command
      .option("--attach", "wait for the last such Job instead of making one")
      .addOption(
        new Option("--format <format>", "how the outcome is printed").choices(["text", "json"]).default("text"),
      )
      .addHelpText("after", examples(`actdef ${name} ${SWEEP}${takesReason ? ' --reason "bridge is replaced"' : ""}`))
      .action(async (id, options) => {
        const { operate } = await import("./commands/operate.ts");
        exit(await operate(name, id, options, terminal));
      });
  };
}

export function addHistory(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  addJobConnection(
    program
      .command("history")
      .summary("the runs of an activity")
      .description(
        "Lists the runs that the target's database has recorded of an activity, under whatever id they ran. Reads only, by a Job in the target's cluster.",
      )
      .argument("<id>", "the activity's id")
      .option("--target <name>", "the target; not needed where there is only one"),
  )
    .option("--from <time>", "a date or an instant, in UTC; a week before --until by default")
    .option("--until <time>", "the same, and not included; now by default")
    .addOption(
      new Option("--format <format>", "jsonl is one run a line, for compare --events")
        .choices(["text", "jsonl"])
        .default("text"),
    )
    .addHelpText(
      "after",
      examples(
        `actdef history ${SWEEP}`,
        `actdef history ${SWEEP} --from 2026-06-21 --until 2026-06-29 --format jsonl > runs.jsonl`,
      ),
    )
    .action(async (id, options) => {
      const { history } = await import("./commands/history.ts");
      exit(await history(id, options, terminal));
    });
}
