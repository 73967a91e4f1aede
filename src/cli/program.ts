import { Command, Option } from "commander";
import { addStatus, addSync, addTarget } from "./cluster-wiring.ts";
import { examples, positiveInteger } from "./command-options.ts";
import { addCompare, addCutover, addHandoff } from "./evidence-wiring.ts";
import type { ExitCode } from "./exit-codes.ts";
import { addHistory, addOperatorCommand } from "./operate-wiring.ts";
import { FORMATS } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";
import { addTimeline } from "./timeline-wiring.ts";
import { VERSION } from "./version.ts";

type Wiring = (program: Command, terminal: Terminal, exit: (code: ExitCode) => void) => void;

/** Every command, in the order of the help. Each one's code is loaded when it is called, and nothing else is. */
const COMMANDS: Readonly<Record<string, Wiring>> = {
  validate: addValidate,
  compile: addCompile,
  explain: addExplain,
  rules: addRules,
  schema: addSchema,
  new: addNew,
  diff: addDiff,
  fix: addFix,
  run: addRun,
  timeline: addTimeline,
  sync: addSync,
  status: addStatus,
  target: addTarget,
  canary: addOperatorCommand("canary"),
  pause: addOperatorCommand("pause"),
  resume: addOperatorCommand("resume"),
  trigger: addOperatorCommand("trigger"),
  history: addHistory,
  compare: addCompare,
  cutover: addCutover,
  handoff: addHandoff,
};

/** Wires the commands: the one that is asked for, or all, where it is none or help is wanted. */
export function createProgram(terminal: Terminal, exit: (code: ExitCode) => void, asked: string | undefined): Command {
  const program = new Command("actdef")
    .description("Validates ActivityDefinitions and compiles them to Kubernetes manifests.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("run actdef --help for the commands")
    .helpCommand(false);
  const isCommand = asked !== undefined && Object.hasOwn(COMMANDS, asked);
  const wirings = isCommand ? [COMMANDS[asked]] : Object.values(COMMANDS);
  for (const wire of wirings) wire?.(program, terminal, exit);
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

function addValidate(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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
}

function addCompile(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("compile")
    .summary("write the manifests of every target")
    .description(
      "Compiles all definitions to k8s/generated/<target>/, and local runners to systemd/generated/. Writes nothing while any file has an error.",
    )
    .option("--target <name>", "this target alone")
    .addOption(
      new Option(
        "--projection <name>",
        "this alone: the targets' manifests, or the local runners' units, which are compiled with all else once they are there",
      ).choices(["kubernetes", "systemd"]),
    )
    .option("--allow-lossy", "write units that cannot do all that their definitions say")
    .option("--out <folder>", "write below this folder instead of k8s/generated, or systemd/generated")
    .option("--check", "write nothing; exit 3 where the files are stale, and say in which way")
    .addOption(formatOption())
    .addOption(maxProblemsOption())
    .option("--no-cache", "check every file anew, and keep nothing")
    .addOption(threadsOption())
    .option("--deny-warnings", "exit 1 on warnings too")
    .addHelpText(
      "after",
      examples(
        "actdef compile",
        "actdef compile --target railiance01",
        "actdef compile --check",
        "actdef compile --projection systemd",
      ),
    )
    .action(async (options) => {
      const { compile } = await import("./commands/compile.ts");
      exit(await compile(options, terminal));
    });
}

function addExplain(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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
}

function addRules(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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
}

function addSchema(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("schema")
    .summary("print a JSON Schema")
    .argument("[name]", "a name of the list that is printed without one")
    .argument(
      "[name]",
      "activity-definition, target, compiled-activity, diagnostics, diff, sync, sync-result, receipts, status or timeline",
    )
    .addHelpText(
      "after",
      examples("actdef schema", "actdef schema activity-definition > activity-definition.schema.json"),
    )
    .action(async (name) => {
      const { schema } = await import("./commands/schema.ts");
      exit(schema(name, terminal));
    });
}

function addNew(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
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

function addRun(program: Command, terminal: Terminal, exit: (code: ExitCode) => void): void {
  program
    .command("run")
    .summary("make one run on this machine, now")
    .description(
      "Calls the service as the worker would, with retries by the definition's policy, and adds the run to a history. Needs neither Temporal nor Postgres, and asks neither schedule nor enabled. Exits 0 where the outcome is ok or warn, else 6.",
    )
    .argument("<id>", "an activity's id")
    .option("--source <name>", "who runs it, sent as detail.source", "local-timer")
    .option("--base-url <url>", "instead of the variable that invoke.base_url_env names")
    .option("--secrets-folder <folder>", "holds <name>/<key> for each secret_ref (default: ACTCORE_SECRETS_FOLDER)")
    .option(
      "--history <file>",
      "instead of ~/.local/state/actdef/runs/<id>.jsonl (below XDG_STATE_HOME, if that is set)",
    )
    .addOption(new Option("--format <format>", "how the run is printed").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      examples(
        "STATE_HUB_URL=http://127.0.0.1:8000 actdef run the-custodian.state-hub-consistency-sweep",
        "actdef run acme.report --base-url http://127.0.0.1:8000 --source by-hand --format json",
      ),
    )
    .action(async (id, options) => {
      const { run } = await import("./commands/run.ts");
      exit(await run(id, options, terminal));
    });
}
