import { join } from "node:path";
import { servicePrograms } from "../services/service-programs.ts";
import { ROOT } from "../transcript.ts";
import type { ImageContent } from "./cluster.ts";

const DIST = join(ROOT, "runtime/dist");

/**
 * The image of the runtime, as its Dockerfile makes it, but for its place: the programs as they are built, started by this
 * machine's Node. The worker's endpoints are at its pod's address, since a pod of the lab is on the machine's network.
 */
export function runtimeImage(): ImageContent {
  const start = (program: string) => `exec ${process.execPath} ${join(DIST, program)} "$@"`;
  return {
    scripts: {
      "actcore-sync": `#!/bin/sh\n${start("actcore-sync.mjs")}\n`,
      "actcore-worker": `#!/bin/sh\nexport ACTCORE_HEALTH_HOST=$LAB_POD_ADDRESS\n${start("actcore-worker.mjs")}\n`,
    },
  };
}

/**
 * The real nginx, with the configuration that it is given. It listens at its pod's address, and where its Service leads, which
 * it shares with a pod that it takes over from.
 */
export function nginxImage(): ImageContent {
  const script = `#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = -c ] && file=$2; shift; done
sed "s/listen \\([0-9]*\\);/listen 127.0.0.1:\\1 reuseport; listen $LAB_POD_ADDRESS:\\1;/" "$file" > /tmp/nginx.conf
exec ${servicePrograms().nginx} -e stderr -c /tmp/nginx.conf
`;
  return { scripts: { nginx: script } };
}
