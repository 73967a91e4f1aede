import { parseArgs } from "node:util";
import { type HistoryQuestion, historyLine, readHistory } from "../commands/read-history.ts";
import { openDatabase } from "../store/database.ts";
import { ConfigurationError, jobSettings } from "./environment.ts";
import type { OperatorOutput } from "./operator-command.ts";

const USAGE = "usage: actcore-sync history <id> --from INSTANT --until INSTANT";

/** Says the runs of an activity, as the last line. Temporal is not asked. Throws Stop and ConfigurationError. */
export async function historyCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { say, leaveMessage }: OperatorOutput,
): Promise<void> {
  const question = readQuestion(args);
  const { databaseUrl, expectedDatabase, expectedClusterUid, jobName: job } = jobSettings(env);
  const database = await openDatabase(databaseUrl, job);
  try {
    const place = { database: expectedDatabase, clusterUid: expectedClusterUid };
    const { uuid, runs } = await readHistory(database, place, question);
    const { line, message } = historyLine({
      schema_version: 1,
      job,
      database: place.database,
      cluster_uid: place.clusterUid,
      id: question.id,
      uuid,
      from: question.from.toISOString(),
      until: question.until.toISOString(),
      runs,
    });
    say(line);
    leaveMessage(message);
  } finally {
    await database.close();
  }
}

function readQuestion(args: readonly string[]): HistoryQuestion {
  const text = { type: "string", default: "" } as const;
  const wrong = (problem: string) => new ConfigurationError(`${problem}\n${USAGE}`);
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], options: { from: text, until: text }, allowPositionals: true });
    } catch (error) {
      throw wrong((error as Error).message);
    }
  })();
  const [id, ...others] = positionals;
  if (!id || others.length > 0) throw wrong("it takes the id of one activity");
  const [from, until] = [new Date(values.from), new Date(values.until)];
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) throw wrong("it takes two instants");
  return { id, from, until };
}
