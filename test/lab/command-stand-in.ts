import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandResult } from "../../src/operate/command-result.ts";
import { ROOT } from "../transcript.ts";
import { standInScript } from "./sync-stand-in.ts";

/** How a stand-in for actcore-sync carries out an operator's command: well, but for what is said here. */
export interface CommandBehaviour {
  /** Ends with this code and message in the place of all else. */
  readonly ends?: { readonly code: number; readonly message: string };
  /** Takes so long; `hangs` never ends. */
  readonly seconds?: number;
  readonly hangs?: true;
  /** Parts of the result that are others. */
  readonly result?: Partial<CommandResult>;
  /** The result line is cut in the middle, or was never printed. */
  readonly line?: "cut" | "none";
}

/** The activity that the shipped project defines. */
export const SWEEP: Pick<CommandResult, "id" | "uuid" | "behaviour_sha256"> = (() => {
  const manifest = readFileSync(join(ROOT, "k8s/generated/railiance01/20-runtime.yaml"), "utf8");
  return JSON.parse(/^ +(\{"behaviour_sha256":.*\})$/m.exec(manifest)?.[1] ?? "");
})();

/**
 * The text of a program that stands for actcore-sync: an operator's command leaves the result line and the termination
 * message by which `actdef` verifies it, and touches neither Temporal nor a database. Without a command it is a sync.
 */
export function commandStandIn(behaviour: CommandBehaviour = {}): string {
  return `#!${process.execPath}
const BEHAVIOUR = ${JSON.stringify(behaviour)};
const SWEEP = ${JSON.stringify({ uuid: SWEEP.uuid, behaviour_sha256: SWEEP.behaviour_sha256 })};
if (["canary", "pause", "resume", "trigger"].includes(process.argv[2])) {${COMMAND}} else {
${standInScript().replace(/^#!.*\n/, "")}
}
`;
}

const COMMAND = `
const { createHash } = require("node:crypto");
const { readFileSync, writeFileSync } = require("node:fs");
const { env, argv } = process;
const [, , command, id] = argv;
const { ends, seconds = 0, hangs, line, result: others } = BEHAVIOUR;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const leave = (message) => writeFileSync("/dev/termination-log", message);
console.log("actcore-sync begins " + command);
if (ends) {
  console.error("actcore-sync: " + ends.message);
  leave(ends.message);
  process.exit(ends.code);
}
const makesRun = command === "canary" || command === "trigger";
const now = Date.now();
const run = {
  run_id: "0198c3a7-52c7-7c1d-9a86-3d0f6f0c2b11",
  source: "activity-core",
  scheduled_time: null,
  started_at: new Date(now - 1000).toISOString(),
  finished_at: new Date(now).toISOString(),
  outcome: "ok",
  attempts: 1,
  http_status: 200,
  reason: null,
  counts: null,
  idempotency_key: id + "@" + new Date(now - 1000).toISOString(),
};
const result = {
  schema_version: 1,
  command,
  job: env.ACTCORE_JOB_NAME,
  database: env.ACTCORE_EXPECTED_DATABASE,
  cluster_uid: env.ACTCORE_EXPECTED_CLUSTER_UID,
  id,
  ...SWEEP,
  before: { paused: command !== "pause", note: "" },
  after: { paused: command !== "resume", note: "" },
  run: makesRun ? run : null,
  checks: [{ name: command, passed: true, seen: "done", wanted: "done" }],
  ok: true,
  ...others,
};
const end = () => {
  const text = JSON.stringify(result);
  if (line !== "none") console.log("ACTCORE_COMMAND_RESULT " + (line === "cut" ? text.slice(0, -40) : text));
  leave(JSON.stringify({ sha256: sha256(text), command, id, ok: result.ok }));
  process.exit(result.ok ? 0 : 1);
};
process.on("SIGTERM", () => process.exit(143));
if (hangs) setInterval(() => {}, 1000);
else setTimeout(end, seconds * 1000);
`;
