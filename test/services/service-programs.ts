import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../transcript.ts";

/** Where the servers of the tests are on this machine. */
export interface ServicePrograms {
  readonly postgresBin: string;
  readonly nginx: string;
  readonly temporal: string;
  /** A library to be preloaded, which shifts a process's clock by what FAKETIME says. */
  readonly faketime: string;
}

let found: ServicePrograms | undefined;

/** Throws with the command that installs them where they are missing. */
export function servicePrograms(): ServicePrograms {
  found ??= JSON.parse(
    execFileSync(process.execPath, [join(ROOT, "scripts/install-services.mjs")], { encoding: "utf8" }),
  ) as ServicePrograms;
  return found;
}
