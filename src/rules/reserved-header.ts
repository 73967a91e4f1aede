import { defineRule } from "./rule.ts";

/** Who sets a header instead, by its name in lower case. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ["idempotency-key", "is set by the runner, the same for every attempt of a fire"],
  ["content-type", "is set by the runner, since the body is JSON"],
  ["host", "follows from the base URL"],
  ...[
    ...["connection", "content-length", "expect", "keep-alive", "proxy-connection"],
    ...["te", "trailer", "transfer-encoding", "upgrade"],
  ].map((name) => [name, "is set by HTTP for each connection"] as const),
]);

export const reservedHeader = defineRule({
  code: "reserved-header",
  severity: "error",
  summary: "A header is one that the runner or HTTP sets itself.",
  rationale:
    "The idempotency key ties the attempts of one fire together, so that a repeat is recognised as one; a fixed key would make every fire look like a repeat. The others describe the connection and the body, and HTTP clients refuse or overwrite them.",
  scope: "definition",
  reads: ["invoke.headers"],
  check({ activity }, report) {
    for (const name of Object.keys(activity.invoke.headers)) {
      const reason = RESERVED.get(name.toLowerCase());
      if (reason === undefined) continue;
      report({
        at: ["invoke", "headers", name],
        on: "key",
        message: `the header "${name}" ${reason}`,
        help: "remove it",
      });
    }
  },
});
