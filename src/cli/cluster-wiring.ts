import { type Command, Option } from "commander";
import { examples, positiveInteger } from "./command-options.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

const DEFAULT_TIMEOUT_SECONDS = 600;

/** Where and how a cluster is reached; each wait is bounded. */
function addConnection(command: Command): Command {
  return addPlace(command).addOption(timeoutOption("how long one wait may take").default(DEFAULT_TIMEOUT_SECONDS));
}

/** The same for what only waits for one Job, which has a deadline of its own. */
export function addJobConnection(command: Command): Command {
  return addPlace(command).addOption(timeoutOption("how long to wait; as long as the Job may take by default"));
}

function addPlace(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "instead of KUBECONFIG or ~/.kube/config")
    .option("--context <name>", "instead of the target's cluster.context");
}

function timeoutOption(description: string): Option {
  return new Option("--timeout <seconds>", description).argParser(positiveInteger);
}

export function addSync(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  addConnection(
    program
      .command("sync")
      .summary("bring a target's manifests to its cluster, and prove it")
      .description(
        "Plans by a server-side dry run, asks, applies, runs the sync Job and verifies its result. Nothing is applied to a cluster that is not the pinned one.",
      )
      .argument("<target>", "the target's name"),
  )
    .option("--dry-run", "plan only; exit 3 where changes are pending")
    .option("-y, --yes", "apply without asking")
    .option("--adopt", "take over fields that other managers own")
    .option("--rerun", "run the Job again, though the database is up to date")
    .option("--attach", "wait for the Job of a sync that was cut off")
    .option("--allow-dirty", "sync the working tree instead of the commit")
    .addOption(
      new Option("--allow-removal <n>", "allow that so many activities are retired").argParser(positiveInteger),
    )
    .option("--allow-rollback", "allow a projection that was replaced by a newer one")
    .option("--claim-database", "make an unclaimed database this target's")
    .option("--break-lock", "take the lock from whoever holds it")
    .option("-v, --verbose", "show the objects that are applied as YAML")
    .addOption(new Option("--format <format>", "how the outcome is printed").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      examples(
        "actdef sync railiance01 --dry-run",
        "actdef sync railiance01",
        "actdef sync railiance01 --yes --format json",
      ),
    )
    .action(async (target, options) => {
      const { sync } = await import("./commands/sync.ts");
      exit(await sync(target, options, terminal));
    });
}

export function addStatus(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  addConnection(
    program
      .command("status")
      .summary("whether definitions, manifests, cluster and database agree")
      .description(
        "Compares what the definitions compile to with the manifests, these with the cluster, and both with what the last sync recorded of the database. Writes nothing; exits 3 where they do not agree.",
      )
      .argument("<target>", "the target's name"),
  )
    .option(
      "--from <file>",
      "read what kubectl get -o json has printed instead of a cluster; may be repeated, - is standard input",
      (file, files: string[] = []) => [...files, file],
    )
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      examples(
        "actdef status railiance01",
        "actdef status railiance01 --format json",
        "kubectl get configmaps,services,serviceaccounts,deployments,networkpolicies,poddisruptionbudgets,jobs -n activity-core -o json | actdef status railiance01 --from -",
      ),
    )
    .action(async (target, options) => {
      const { status } = await import("./commands/status.ts");
      exit(await status(target, options, terminal));
    });
}

export function addTarget(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  const command = program
    .command("target")
    .summary("the cluster that a target stands for")
    .description("Reads the cluster's identity, which is the UID of its namespace kube-system.");
  addConnection(
    command
      .command("show")
      .description("Says which cluster the context leads to, and whether it is the pinned one.")
      .argument("<target>", "the target's name"),
  ).action(async (name, options) => {
    const { showTarget } = await import("./commands/target.ts");
    exit(await showTarget(name, options, terminal));
  });
  addConnection(
    command
      .command("pin")
      .description("Writes the cluster's UID into the target's file, and keeps all else in it.")
      .argument("<target>", "the target's name"),
  ).action(async (name, options) => {
    const { pinTarget } = await import("./commands/target.ts");
    exit(await pinTarget(name, options, terminal));
  });
}
