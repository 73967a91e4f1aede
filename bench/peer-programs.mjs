import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeeds } from "./measure.mjs";
import { PEER_SCHEMA_NAME, peerPath, writePeerInput } from "./peer-input.mjs";

/** How each validator is run on the input in its folder: on one definition, and on all of them. */
const VALIDATORS = {
  kubeconform: {
    label: "kubeconform -strict",
    command: (program) => [program],
    args: (paths, folder) => [
      ...["-strict", "-schema-location", join(folder, "{{ .ResourceKind }}.json")],
      ...(paths.length === 1 ? paths : ["definitions"]),
    ],
  },
  "ajv-cli": {
    label: "ajv-cli",
    command: (program) => [undefined, program],
    args: (paths) => [
      ...["validate", "--spec=draft2020", "-c", "ajv-formats", "--strict=false"],
      ...["-s", PEER_SCHEMA_NAME, "-d", paths.length === 1 ? paths[0] : "definitions/*.yaml"],
    ],
  },
  "check-jsonschema": {
    label: "check-jsonschema",
    command: (program) => [program],
    args: (paths) => ["--schemafile", PEER_SCHEMA_NAME, ...paths],
  },
};

/** The largest input of those that take a second for a few hundred files. */
const LARGEST = { "check-jsonschema": 1_000 };

/** The validators on this many definitions; an entry of one that is not there says why. */
export function listValidators(peers, scratch, count, label) {
  if (Object.keys(peers).length === 0) return [];
  const folder = join(scratch, `peers-${count}`);
  writePeerInput(count, folder);
  const names = Object.keys(VALIDATORS).filter((name) => name in peers && count <= (LARGEST[name] ?? count));
  return names.map((name) => {
    const peer = peers[name];
    const named = { name: `${VALIDATORS[name].label}, ${label}`, version: peer.version };
    if (peer.missing) return { ...named, missing: peer.missing };
    const paths = Array.from({ length: count }, (_, number) => peerPath(number));
    return { ...named, ...invocation(name, peer.program, paths, folder) };
  });
}

/** Each peer with the reason why it is not measured, if it does not tell a correct file from a broken one. */
export function checkPeers(peers, scratch) {
  const folder = join(scratch, "peers-check");
  writePeerInput(2, folder);
  const [good, broken] = [peerPath(0), peerPath(1)];
  const text = readFileSync(join(folder, broken), "utf8");
  writeFileSync(join(folder, broken), text.replace(/^max_seconds: .*/m, "max_seconds: soon"));
  const runs = (name, program, path) => asCommand(invocation(name, program, [path], folder));
  const checked = Object.entries(peers).map(([name, peer]) => {
    if (peer.missing || !(name in VALIDATORS)) return [name, peer];
    if (!succeeds(runs(name, peer.program, good))) return [name, { ...peer, missing: "refuses a correct definition" }];
    if (succeeds(runs(name, peer.program, broken))) return [name, { ...peer, missing: "accepts a broken definition" }];
    return [name, peer];
  });
  return Object.fromEntries(checked);
}

function invocation(name, program, paths, folder) {
  const { command, args } = VALIDATORS[name];
  const [file, ...script] = command(program);
  return { command: file, args: [...script, ...args(paths, folder)], folder };
}

const asCommand = (program) => ({ ...program, command: program.command ?? process.execPath });

const WORKFLOW = `---
on:
  schedule:
    - cron: "24 12 * * *"
permissions:
  contents: read
engine: copilot
timeout-minutes: 10
---

# Refresh the addresses

Refresh the addresses of accounts, and report how many there are.
`;

/** The compiler of markdown workflows on one file of a dozen lines; it compiles another language, to another one. */
export function listWorkflowCompiler(peers, scratch) {
  const peer = peers["gh-aw"];
  if (!peer) return [];
  const named = { name: "gh-aw compile, 1 file", version: peer.version };
  if (peer.missing) return [{ ...named, missing: peer.missing }];
  const folder = join(scratch, "workflow");
  const workflows = join(folder, ".github/workflows");
  mkdirSync(workflows, { recursive: true });
  writeFileSync(join(workflows, "refresh.md"), WORKFLOW);
  // It asks git for the root of the repository.
  spawnSync("git", ["init", "--quiet", folder]);
  const before = () => rmSync(join(workflows, "refresh.lock.yml"), { force: true });
  const program = { ...named, command: peer.program, args: ["compile", "--no-check-update"], folder, before };
  if (!succeeds(program)) return [{ ...named, missing: "refuses a correct workflow" }];
  writeFileSync(join(workflows, "refresh.md"), WORKFLOW.replace("timeout-minutes: 10", "timeout-minutes: soon"));
  if (succeeds(program)) return [{ ...named, missing: "accepts a broken workflow" }];
  writeFileSync(join(workflows, "refresh.md"), WORKFLOW);
  return [program];
}
