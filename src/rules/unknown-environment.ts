import { closeMatch } from "../validate/suggest.ts";
import { declaredWords } from "./declared-words.ts";
import { defineRule } from "./rule.ts";

export const unknownEnvironment = defineRule({
  code: "unknown-environment",
  severity: "error",
  summary: "The target has no bridge for the base URL's environment variable.",
  rationale:
    "A target maps each environment variable to a bridge, and every call goes through one. A variable that the target does not know would be unset in the worker, and every run would fail.",
  scope: "definition-on-target",
  reads: ["invoke.base_url_env"],
  check({ activity }, target, report) {
    const { base_url_env } = activity.invoke;
    const { environment, name } = target.target;
    if (Object.hasOwn(environment, base_url_env)) return;
    const known = Object.keys(environment);
    const match = closeMatch(base_url_env, known);
    report({
      at: ["invoke", "base_url_env"],
      message: `"${base_url_env}" is not in the environment of target "${name}"`,
      ...(match ? { label: `did you mean "${match}"?` } : {}),
      help: match
        ? `write ${match}`
        : `add ${base_url_env} to the target's environment, with the bridge that it goes through`,
      related: [{ in: target, at: ["environment"], on: "key", message: declaredWords(known) }],
    });
  },
});
