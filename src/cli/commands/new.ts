import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { analyse } from "../../compile.ts";
import { textFile, writeAtomically } from "../../emit/write-outputs.ts";
import { findRoot, readTargets } from "../../source/discovery.ts";
import { DEFINITIONS_FOLDER } from "../../source/placement.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** `actdef new <id>`: a valid, paused definition at the path that its id says. */
export async function newDefinition(
  id: string,
  options: { readonly stdout?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const [namespace, ...rest] = id.split(".");
  const isLabel = (part: string) => /^[a-z0-9]+(?:-+[a-z0-9]+)*$/.test(part);
  if (rest.length === 0 || !id.split(".").every(isLabel) || id.length > 52) {
    throw new UsageError(
      `"${id}" is not an id: write <namespace>.<name> in lower case, such as acme.nightly-report (at most 52 characters)`,
    );
  }
  const root = findRoot(process.cwd()) ?? process.cwd();
  const today = new Date().toISOString().slice(0, 10);
  const text = skeleton({ id, name: rest.join("."), today, variable: await firstVariable(root) });
  if (options.stdout) {
    terminal.out(text);
    return EXIT.ok;
  }
  const path = `${DEFINITIONS_FOLDER}/${namespace}/${rest.join(".")}.md`;
  const shown = relative(process.cwd(), resolve(root, path));
  if (existsSync(resolve(root, path))) throw new UsageError(`${shown} is there already`);
  await writeAtomically(root, textFile(path, text));
  terminal.out(`${shown}\nnext: fill it in, then actdef validate ${shown}\n`);
  return EXIT.ok;
}

/** A variable that the project's targets know, so that the new definition is valid; an example where there is none. */
async function firstVariable(root: string): Promise<string> {
  const { targets } = analyse({ definitions: [], targets: readTargets(root), isWholeProject: false });
  return Object.keys(targets[0]?.target.environment ?? {})[0] ?? "SERVICE_URL";
}

interface Skeleton {
  readonly id: string;
  /** The id without its namespace. */
  readonly name: string;
  /** The name of an environment variable. */
  readonly variable: string;
  /** YYYY-MM-DD. */
  readonly today: string;
}

function skeleton({ id, name, variable, today }: Skeleton): string {
  const title = name.replace(/[-.]+/g, " ");
  return `---
type: activity-definition
schema_version: 1
id: ${id}
uuid: ${randomUUID()}
title: ${title.charAt(0).toUpperCase()}${title.slice(1)}
owner: nobody-yet # who is called when it fails
created: ${today}
updated: ${today}
enabled: false # true once the rollout phase is parallel or primary
schedule:
  cron: "17 3 * * *" # five fields, in quotes; always UTC
misfire_policy: skip # a fire that comes too late is dropped; or fire_once, fire_all
max_seconds: 300 # how long the called service may work
on_failure: log_and_continue # or pause, escalate
invoke:
  kind: http
  method: POST
  base_url_env: ${variable} # a name from \`environment\` in k8s/targets/*.yaml
  path: /${name.replaceAll(".", "/")}
  idempotent: false # true if a repeat of the same fire does no harm
rollout:
  phase: defined
---

# ${title.charAt(0).toUpperCase()}${title.slice(1)}

## Purpose

What this job is for, and who would miss it.

## How to run manually

How to start it once, and what a good run looks like.

## How to pause

How to stop it for an hour, and for longer.

## Failure modes

What fails, how it shows, and what to do then.

## Rollback

How to return to what did this work before.
`;
}
