import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands for a container image: a container sees the host's files, and these before them. */
export interface Image {
  /** Its `bin/` comes first on the PATH; it is at `/opt/image` in the container. */
  readonly folder: string;
  /** What runs where the container names no command. */
  readonly entrypoint?: readonly string[];
  /** Ready as soon as it runs, whatever probes its containers declare: for scripts that only stand for a server. */
  readonly readyWhenRunning?: boolean;
}

/** The image of that name that the lab knows at this moment; there is no registry to look further. */
export function findImage(labFolder: string, name: string): Image | undefined {
  return JSON.parse(readFileSync(join(labFolder, "images.json"), "utf8"))[name];
}

/** As containerd words it. */
export function notFoundMessage(name: string): string {
  const [repository = "", tag = "latest"] = name.split(/:(?!.*\/)/);
  const first = repository.split("/")[0] ?? "";
  const isHost = /[.:]|^localhost$/.test(first);
  const full = isHost ? repository : `docker.io/${repository.includes("/") ? "" : "library/"}${repository}`;
  const reference = `${full}:${tag}`;
  return (
    `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": ` +
    `failed to resolve reference "${reference}": ${reference}: not found`
  );
}
