import { dataAt } from "../parse/located.ts";
import { closeMatch } from "../validate/suggest.ts";
import { defineRule } from "./rule.ts";

export const bridgeMismatch = defineRule({
  code: "bridge-mismatch",
  severity: "error",
  summary: "`invoke.via` names another bridge than the target does.",
  rationale:
    "Which bridge a call takes follows from its environment variable, and the time-outs are proved for that bridge. `via` can only repeat it for the reader; another name in it would promise a way that no call takes.",
  scope: "definition-on-target",
  reads: ["invoke.via", "invoke.base_url_env"],
  check({ activity, document }, target, report) {
    const via = dataAt(document.data, ["invoke", "via"]);
    const { base_url_env } = activity.invoke;
    if (via === undefined || !Object.hasOwn(target.target.environment, base_url_env)) return;
    const bridge = target.target.environment[base_url_env]?.bridge;
    const written = String(via);
    if (bridge === undefined || written === bridge) return;
    const match = closeMatch(written, [bridge]);
    report({
      at: ["invoke", "via"],
      message: `"${written}" is not the bridge of ${base_url_env} on target "${target.target.name}"`,
      label: match ? `did you mean "${match}"?` : `expected "${bridge}"`,
      help: `write ${bridge}, or leave via out`,
      related: [{ in: target, at: ["environment", base_url_env, "bridge"], message: "the target says this one" }],
    });
  },
});
