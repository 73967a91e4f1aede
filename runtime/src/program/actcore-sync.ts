import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { Stop } from "../activity/stop.ts";
import { checkMount } from "../definitions/check-mount.ts";
import { readMount } from "../definitions/read-mount.ts";
import { openTemporal } from "../schedules/temporal.ts";
import { openDatabase } from "../store/database.ts";
import { sync } from "../sync/sync.ts";
import { resultLine, resultMessage } from "../sync/sync-result.ts";
import { ConfigurationError, syncSettings } from "./environment.ts";
import { historyCommand } from "./history-command.ts";
import { isOperatorCommand, operatorCommand } from "./operator-command.ts";
import { withoutSecrets } from "./without-secrets.ts";

const USAGE = `usage: actcore-sync [--claim-database] [--allow-rollback] [--plan]
  Brings the mounted definitions to Postgres, and their schedules to Temporal.
  --claim-database  a database that belongs to no cluster yet becomes this one's
  --allow-rollback  definitions may be older than those that the database holds
  --plan            say what would be done, and write nothing
or: actcore-sync canary|pause|resume|trigger <id>
  What an operator does with one activity.
or: actcore-sync history <id> --from INSTANT --until INSTANT
  The runs of one activity.`;

/** 1: it failed, and trying again may help. 42: it was refused, or the configuration is wrong; trying again does not help. */
const EXIT = { failed: 1, refused: 42 } as const;

/** Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [first = "", ...others] = args;
  if (isOperatorCommand(first)) {
    const isOk = await operatorCommand(first, others, process.env, { say, leaveMessage });
    return isOk ? 0 : EXIT.failed;
  }
  await (first === "history" ? historyCommand(others, process.env, { say, leaveMessage }) : syncCommand(args));
  return 0;
}

async function syncCommand(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) return say(USAGE);
  const settings = syncSettings(process.env);
  const mount = readMount(settings.definitionsFolder);
  checkMount(mount, settings.indexSha256);
  const database = await openDatabase(settings.databaseUrl, settings.jobName);
  try {
    const { address, namespace, taskQueue } = settings.temporal;
    const request = {
      place: { database: settings.expectedDatabase, clusterUid: settings.expectedClusterUid },
      indexSha256: settings.indexSha256,
      job: settings.jobName,
      taskQueue,
      isClaim: options["claim-database"] === true,
      isRollback: options["allow-rollback"] === true,
      isPlanOnly: options.plan === true,
    };
    const openSchedules = () => openTemporal({ address, namespace, identity: settings.jobName });
    const result = await sync(mount, request, { database, openSchedules, say });
    if (!result) return;
    say(resultLine(result));
    await written();
    leaveMessage(resultMessage(result));
  } finally {
    await database.close();
  }
}

function readOptions(args: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const options = {
    "claim-database": flag,
    "allow-rollback": flag,
    plan: flag,
    help: { ...flag, short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message}\n${USAGE}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Until all of the output is out: a pipe takes it piece by piece, and leaving the process would cut it. */
function written(): Promise<void> {
  return new Promise((resolve) => process.stdout.write("", () => resolve()));
}

/** Where Kubernetes reads what a container has to say at its end; elsewhere there is no such file. */
function leaveMessage(message: string): void {
  const MAX_BYTES = 4096;
  try {
    const file = openSync(process.env.ACTCORE_TERMINATION_LOG || "/dev/termination-log", constants.O_WRONLY);
    try {
      ftruncateSync(file);
      writeSync(file, Buffer.from(message).subarray(0, MAX_BYTES));
    } finally {
      closeSync(file);
    }
  } catch {
    // The log says the same.
  }
}

function end(error: unknown): never {
  const isRefused = error instanceof ConfigurationError || (error instanceof Stop && error.kind === "refused");
  const isKnown = error instanceof Stop || error instanceof ConfigurationError;
  const text = isKnown ? error.message : unexpected(error);
  const message = withoutSecrets(text, process.env.DATABASE_URL);
  process.stderr.write(`actcore-sync: ${message}\n`);
  leaveMessage(message);
  process.exit(isRefused ? EXIT.refused : EXIT.failed);
}

/** With the place in the program, so that it can be found. */
function unexpected(error: unknown): string {
  const { message = String(error), stack = "" } = error as Partial<Error>;
  const place = /^ *at (.*)$/m.exec(stack)?.[1] ?? "an unknown place";
  return `an error that nobody has thought of: ${message}, in ${place}; please report it`;
}

process.on("uncaughtException", end);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => end(new Stop("failed", `stopped by ${signal}; run it again`)));
}

try {
  const code = await main(process.argv.slice(2));
  await written();
  process.exit(code);
} catch (error) {
  end(error);
}
