import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporal } from "@temporalio/proto";
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "histories");

/**
 * Runs that are open while a new worker comes are replayed by it. So what real runs have done, by each kind of end, is
 * replayed against the code as it is.
 */
const histories = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

let code: string;
beforeAll(async () => {
  const logger = new DefaultLogger("ERROR");
  Runtime.install({ logger });
  const workflowsPath = join(import.meta.dirname, "../src/workflows/workflows.ts");
  ({ code } = await bundleWorkflowCode({ workflowsPath, logger }));
});

const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");

function replay(text: string): Promise<void> {
  const history = temporal.api.history.v1.History.fromObject(JSON.parse(text));
  return Worker.runReplayHistory({ workflowBundle: { code } }, history);
}

describe("open runs go on with the workflow code as it is", () => {
  test.each(histories)("%s", async (name) => {
    await replay(read(name));
  });

  test("there is a history of each kind of end", () => {
    const kinds = [
      "cancelled",
      "failed",
      "lost",
      "lost-and-repeated",
      "misfire",
      "ok",
      "repeat",
      "retried",
      "settled",
      "timed-out",
    ];
    expect(histories.map((name) => name.replace(/^v\d+-|\.json$/g, "")).sort()).toEqual(expect.arrayContaining(kinds));
  });
});

test("a history that the code would not have made is told", async () => {
  const other = read("v1-ok.json").replaceAll('"callService"', '"callAnotherService"');
  await expect(replay(other)).rejects.toThrow(/Nondeterminism|determinism/i);
});
