import { defineRule } from "./rule.ts";

/** The methods whose requests carry no body; what they are told goes into the query. */
export const BODILESS_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE"]);

export const bodyMethod = defineRule({
  code: "body-method",
  severity: "error",
  summary: "A body is given for a method that sends none.",
  rationale:
    "GET, HEAD and DELETE requests have no body by HTTP's rules, and proxies drop one that is sent all the same. What the body says would never arrive.",
  scope: "definition",
  reads: ["invoke.method", "invoke.body"],
  check({ activity: { invoke } }, report) {
    if (!BODILESS_METHODS.has(invoke.method) || Object.keys(invoke.body).length === 0) return;
    report({
      at: ["invoke", "body"],
      on: "key",
      message: `"body" does not go with method ${invoke.method}, which sends none`,
      help: "move its members to invoke.query, or call with POST",
      related: [{ at: ["invoke", "method"], message: "sends no body" }],
    });
  },
});
