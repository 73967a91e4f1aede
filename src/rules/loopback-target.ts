import type { Target } from "../model/target.ts";
import type { Path } from "../parse/located.ts";
import type { Span } from "../source/source-file.ts";
import { LOCAL_KIND_WORDS, localKind } from "./local-address.ts";
import { defineRule } from "./rule.ts";
import { findUrls } from "./urls.ts";

export const loopbackTarget = defineRule({
  code: "loopback-target",
  severity: "error",
  summary: "A target leads to a loopback, link-local or unspecified address.",
  rationale:
    "Bridges and the worker run in pods of their own. There, 127.0.0.1 is the pod itself, and not the host that the tunnel or Temporal listens on.",
  scope: "target",
  reads: [],
  check({ target }, report) {
    for (const { at, text, within } of hostsOf(target)) {
      const host = text.slice(within.start, within.end);
      const kind = localKind(host);
      if (!kind) continue;
      report({
        at,
        within,
        message: `"${host}" is ${LOCAL_KIND_WORDS[kind]}`,
        help: "name a host that resolves inside the cluster, such as a Service",
      });
    }
  },
});

/** A text of the target, and where in it the host stands. */
interface HostIn {
  readonly at: Path;
  readonly text: string;
  readonly within: Span;
}

/** Every host that something in the cluster is told to call. */
function hostsOf({ bridges, temporal }: Target): HostIn[] {
  const temporalHost = { start: 0, end: temporal.address.lastIndexOf(":") };
  const behindBridges = Object.entries(bridges).flatMap(([name, bridge]): HostIn[] => {
    if (!bridge.managed) {
      const at = ["bridges", name, "url"];
      return findUrls(bridge.url).map(({ host }) => ({ at, text: bridge.url, within: host }));
    }
    const { host } = bridge.upstream;
    return [{ at: ["bridges", name, "upstream", "host"], text: host, within: { start: 0, end: host.length } }];
  });
  return [{ at: ["temporal", "address"], text: temporal.address, within: temporalHost }, ...behindBridges];
}
