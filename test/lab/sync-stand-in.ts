/** How a stand-in for actcore-sync misbehaves; by its name, what it does instead. */
export type Misbehaviour =
  | "none"
  | "exit-1"
  | "exit-42"
  | "hang"
  | "much-memory"
  | "slow"
  | "cut-result"
  | "forged-result"
  | "missing-uuid";

/**
 * The text of a program that stands for actcore-sync in the lab: it reads the index and the shards as they are mounted,
 * and prints the result line and leaves the termination message by which `sync` verifies. It writes no database.
 */
export function standInScript(misbehaviour: Misbehaviour = "none"): string {
  return `#!${process.execPath}
const MISBEHAVIOUR = ${JSON.stringify(misbehaviour)};
${BODY}`;
}

const BODY = `
const { createHash } = require("node:crypto");
const { readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { env, argv } = process;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const leave = (message) => writeFileSync("/dev/termination-log", message);

console.log("actcore-sync begins" + argv.slice(2).map((it) => " " + it).join(""));
if (MISBEHAVIOUR === "exit-1") {
  console.log("cannot reach the database");
  process.exit(1);
}
if (MISBEHAVIOUR === "exit-42") {
  leave("the database is named other, and not " + env.ACTCORE_EXPECTED_DATABASE);
  process.exit(42);
}
if (MISBEHAVIOUR === "much-memory") {
  const kept = [];
  for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
}

const folder = env.ACTCORE_DEFINITIONS_FOLDER;
const index = readFileSync(folder + "/index.json", "utf8");
const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "index.json");
const activities = files.map((name) => {
  const text = readFileSync(folder + "/" + name, "utf8");
  const { uuid, id } = JSON.parse(text);
  return { uuid, id, sha256: sha256(text), action: "updated", schedule: "unchanged" };
});
const result = JSON.stringify({
  schema_version: 1,
  job: MISBEHAVIOUR === "forged-result" ? "actcore-sync-0123456789-a1" : env.ACTCORE_JOB_NAME,
  index_sha256: sha256(index),
  database: env.ACTCORE_EXPECTED_DATABASE,
  cluster_uid: env.ACTCORE_EXPECTED_CLUSTER_UID,
  activities: MISBEHAVIOUR === "missing-uuid" ? activities.slice(1) : activities,
});
const end = () => {
  console.log("ACTCORE_SYNC_RESULT " + (MISBEHAVIOUR === "cut-result" ? result.slice(0, -40) : result));
  leave(JSON.stringify({ sha256: sha256(result), counts: { updated: activities.length } }));
};
if (MISBEHAVIOUR === "hang") setInterval(() => {}, 1000);
else if (MISBEHAVIOUR === "slow") setTimeout(end, 6000);
else end();
`;
