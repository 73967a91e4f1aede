import { setImmediate as nextTurn } from "node:timers/promises";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import schema from "../../../schemas/compiled-activity.schema.json" with { type: "json" };
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import { refused, type Stop } from "../activity/stop.ts";
import type { Definition } from "./definition.ts";
import type { Mount } from "./read-mount.ts";
import { sha256 } from "./sha256.ts";

/** After so many files others get their turn: a server's answer may have come meanwhile. */
const TURN = 100;

/**
 * The definitions of a mount that agrees with its index, by their ids. Throws Stop where one is not what this program
 * knows, or where two have the same uuid.
 */
export async function readDefinitions({ files }: Mount): Promise<Definition[]> {
  const isSound = new Ajv2020({ allErrors: false, allowUnionTypes: true }).compile<CompiledActivity>(schema);
  const fileOf = new Map<string, string>();
  const read: Definition[] = [];
  for (const [file, text] of files) {
    if (read.length % TURN === 0) await nextTurn();
    const activity = readJson(file, text);
    if (!isSound(activity)) throw unsound(file, isSound.errors?.[0]);
    if (`${activity.id}.json` !== file) throw inconsistent(`the file ${file} holds the activity ${activity.id}`);
    const other = fileOf.get(activity.uuid);
    if (other !== undefined) throw inconsistent(`${other} and ${file} have the same uuid, ${activity.uuid}`);
    fileOf.set(activity.uuid, file);
    read.push({ activity, text, sha256: sha256(text) });
  }
  return read.sort((a, b) => (a.activity.id < b.activity.id ? -1 : 1));
}

function readJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unsound(file, undefined);
  }
}

function unsound(file: string, error: ErrorObject | undefined): Stop {
  const { additionalProperty } = (error?.params ?? {}) as { readonly additionalProperty?: string };
  const property = additionalProperty === undefined ? "" : ` (${additionalProperty})`;
  const why = error ? `${error.instancePath || "its top level"} ${error.message}${property}` : "it is not JSON";
  return refused(
    `${file} is no compiled activity that this actcore-sync knows: ${why}; nothing was written; ` +
      "use the compiler and the image of the same version",
  );
}

function inconsistent(what: string): Stop {
  return refused(`${what}; nothing was written; compile the project again, and sync`);
}
