import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CallSetting, SetupProblem } from "./build-request.ts";

/** No header is longer; a larger file is not read. */
const MAX_SECRET_BYTES = 64 * 1024;

const NAME = /^[-._a-zA-Z0-9]+$/;

/** Reads secrets as Kubernetes mounts them: `<folder>/<name>/<key>`. Read at each call, since they are renewed in place. */
export function secretFiles(folder: string | undefined): CallSetting["readSecret"] {
  return async (name, key) => {
    if (folder === undefined)
      throw new SetupProblem(`the secret file "${name}/${key}" is needed, and no folder of secrets is given`);
    if ([name, key].some((part) => !NAME.test(part) || /^\.{1,2}$/.test(part)))
      throw new SetupProblem(`"${name}/${key}" is no name of a secret file`);
    try {
      const content = await readFile(join(folder, name, key));
      if (content.length > MAX_SECRET_BYTES) throw new SetupProblem(`the secret file "${name}/${key}" is too large`);
      // One character a byte, as HTTP has them.
      return content.toString("latin1");
    } catch (error) {
      if (error instanceof SetupProblem) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw new SetupProblem(`the secret file "${name}/${key}" cannot be read: ${code}`);
    }
  };
}
