import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import { FORMATS } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** Wires the commands. Each one's code is loaded when it is called, and nothing else is. */
export function createProgram(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const program = new Command("actdef")
    .description("Validates ActivityDefinitions and compiles them to Kubernetes manifests.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("run actdef --help for the commands")
    .helpCommand(false);
  addChecking(program, terminal, exit);
  addReading(program, terminal, exit);
  addDiff(program, terminal, exit);
  addFix(program, terminal, exit);
  addSync(program, terminal, exit);
  addStatus(program, terminal, exit);
  addTarget(program, terminal, exit);
  return program;
}

/** In GitHub Actions problems are shown at their lines without being asked for. */
const formatOption = () =>
  new Option("--format <format>", "how problems are printed")
    .choices(FORMATS)
    .default(process.env.GITHUB_ACTIONS === "true" ? "github" : "pretty");

const maxProblemsOption = () =>
  new Option("--max-problems <n>", "show people at most this many (pretty and compact)").argParser(positiveInteger);

const threadsOption = () =>
  new Option("--threads <n>", "check on this many threads (default: as many as pay)").argParser(positiveInteger);

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("write a whole number from 1.");
  return Number(text);
}

function addChecking(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("validate")
    .summary("check definitions and targets")
    .description("Checks definitions against schema and rules; the whole project where no path is given.")
    .argument("[paths...]", "definition or target files, or folders")
    .addOption(formatOption())
    .addOption(maxProblemsOption())
    .option("--deny-warnings", "exit 1 on warnings too")
    .option("--stdin", "read one definition from standard input")
    .option("--stdin-filename <path>", "the path that it stands for")
    .option("--no-cache", "check every file anew, and keep nothing")
    .addOption(threadsOption())
    .option("--generate-ignores <reason>", "accept every problem that may be ignored, by comments with this reason")
    .addHelpText(
      "after",
      examples(
        "actdef validate",
        "actdef validate activity-definitions/the-custodian/state-hub-consistency-sweep.md",
        "git show HEAD:x.md | actdef validate --stdin --stdin-filename activity-definitions/acme/x.md",
      ),
    )
    .action(async (paths, options) => {
      const { validate } = await import("./commands/validate.ts");
      exit(await validate(paths, options, terminal));
    });
  program
    .command("compile")
    .summary("write the manifests of every target")
    .description("Compiles all definitions to k8s/generated/<target>/. Writes nothing while any file has an error.")
    .option("--target <name>", "this target alone")
    .option("--out <folder>", "write below this folder instead of k8s/generated")
    .option("--check", "write nothing; exit 3 where the files are stale, and say in which way")
    .addOption(formatOption())
    .addOption(maxProblemsOption())
    .option("--no-cache", "check every file anew, and keep nothing")
    .addOption(threadsOption())
    .option("--deny-warnings", "exit 1 on warnings too")
    .addHelpText("after", examples("actdef compile", "actdef compile --target railiance01", "actdef compile --check"))
    .action(async (options) => {
      const { compile } = await import("./commands/compile.ts");
      exit(await compile(options, terminal));
    });
}

function addReading(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("explain")
    .summary("what a definition means, with every default")
    .description(
      "Shows when an activity fires, what it calls, its time-outs, where each value comes from, and what each projection can represent.",
    )
    .argument("[id|path]", "an activity's id or its file")
    .option("--where <file:line>", "instead: what decides a line of a manifest, or which lines a source's line decides")
    .option("--at <instant>", "list the fires after this instant instead of now (RFC 3339)")
    .addHelpText(
      "after",
      examples(
        "actdef explain the-custodian.state-hub-consistency-sweep",
        "actdef explain activity-definitions/acme/report.md --at 2026-06-22T14:20:00Z",
        "actdef explain --where k8s/generated/railiance01/20-runtime.yaml:32",
      ),
    )
    .action(async (subject, options) => {
      if (options.where !== undefined) {
        const { where } = await import("./commands/where.ts");
        exit(await where(subject, options.where, terminal));
        return;
      }
      const { explain } = await import("./commands/explain.ts");
      exit(await explain(subject, options, terminal));
    });
  program
    .command("rules")
    .summary("list the rules, or explain one")
    .argument("[code]", "a rule's code")
    .addOption(new Option("--format <format>", "how they are printed").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples("actdef rules", "actdef rules timeout-chain"))
    .action(async (code, options) => {
      const { rules } = await import("./commands/rules.ts");
      exit(rules(code, options, terminal));
    });
  program
    .command("schema")
    .summary("print a JSON Schema")
    .argument(
      "[name]",
      "activity-definition, target, compiled-activity, diagnostics, diff, sync, sync-result, receipts or status",
    )
    .addHelpText(
      "after",
      examples("actdef schema", "actdef schema activity-definition > activity-definition.schema.json"),
    )
    .action(async (name) => {
      const { schema } = await import("./commands/schema.ts");
      exit(schema(name, terminal));
    });
  program
    .command("new")
    .summary("start a definition")
    .description("Writes a valid definition with a fresh uuid and a runbook to fill in. Never overwrites a file.")
    .argument("<id>", "<namespace>.<name>, such as acme.nightly-report")
    .option("--stdout", "print it instead of writing the file")
    .addHelpText("after", examples("actdef new acme.nightly-report", "actdef new acme.nightly-report --stdout"))
    .action(async (id, options) => {
      const { newDefinition } = await import("./commands/new.ts");
      exit(await newDefinition(id, options, terminal));
    });
}

function addDiff(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("diff")
    .summary("what changed, and what that breaks")
    .description(
      "Compares what the definitions and targets of the working tree mean with what they meant. Exits 3 where something breaks that no --allow acknowledges.",
    )
    .option("--against <side>", "git:<commit>, or the folder of a project", "git:HEAD")
    .option("--allow <code>", "acknowledge a break; may be repeated", (code, codes?: string[]) => [
      ...(codes ?? []),
      code,
    ])
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      examples(
        "actdef diff",
        "actdef diff --against git:main --allow cron-changed",
        "actdef diff --against ../release --format json",
      ),
    )
    .action(async (options) => {
      const { diff } = await import("./commands/diff.ts");
      exit(await diff(options, terminal));
    });
}

function addFix(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("fix")
    .summary("mend what has one sure answer")
    .description(
      "Shows what would be mended, as a diff, and exits 3 where that is anything; with --write, mends it. Comments, quotes, order and line ends stay as they are. Takes the whole project where no path is given.",
    )
    .argument("[paths...]", "definition or target files, or folders")
    .option("--write", "change the files")
    .option("--only <name>", "this fix alone; may be given again", (name, names: string[] = []) => [...names, name])
    .option("--list", "list the fixes")
    .addHelpText(
      "after",
      examples("actdef fix", "actdef fix --write activity-definitions/acme", "actdef fix --only retired-name"),
    )
    .action(async (paths, options) => {
      const { fix } = await import("./commands/fix.ts");
      exit(await fix(paths, options, terminal));
    });
}

const DEFAULT_TIMEOUT_SECONDS = 600;

function addConnection(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "instead of KUBECONFIG or ~/.kube/config")
    .option("--context <name>", "instead of the target's cluster.context")
    .addOption(
      new Option("--timeout <seconds>", "how long one wait may take")
        .argParser(positiveInteger)
        .default(DEFAULT_TIMEOUT_SECONDS),
    );
}

function addSync(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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

function addStatus(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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

function addTarget(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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

function examples(...commands: string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ ${command}\n`).join("")}`;
}
