import { callersByEndpoint, callOf } from "./calls.ts";
import { duplicates } from "./duplicates.ts";
import { defineRule } from "./rule.ts";

export const duplicateEndpoint = defineRule({
  code: "duplicate-endpoint",
  severity: "warning",
  negotiable: true,
  summary: "Two definitions make the same call.",
  rationale:
    "The same method, path, query and body by way of the same environment variable is the same work, on two schedules that do not know of each other. It mostly comes from copying a file. A retired definition does not count.",
  scope: "fleet",
  reads: ["invoke.method", "invoke.base_url_env", "invoke.path", "invoke.query", "invoke.body", "rollout.phase"],
  check(members, report) {
    // Most endpoints have one caller, which repeats nobody's call.
    const others = [...callersByEndpoint(members).values()].filter(({ length }) => length > 1).flat();
    for (const { first, again } of duplicates(others, ({ activity }) => callOf(activity))) {
      const { method, base_url_env, path } = again.activity.invoke;
      report({
        in: again,
        at: ["invoke", "path"],
        message: `another definition calls ${method} {${base_url_env}}${path} as well`,
        help: "call another path, tell the two apart by query or body, or retire one of them",
        related: [{ in: first, at: ["invoke", "path"], message: "the same call" }],
      });
    }
  },
});
