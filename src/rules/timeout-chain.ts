import type { Activity } from "../model/activity.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import { defaultClientTimeout } from "../model/timeout-chain.ts";
import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const timeoutChain = defineRule({
  code: "timeout-chain",
  severity: "error",
  summary: "The bridge gives up before the client does.",
  rationale:
    "The inner one must give up first: work budget < client deadline < the bridge's proxy time-out. A bridge that cuts earlier turns a partial answer into an error exactly when the work takes long. The bridge's time-out is what the target says; it is never raised in silence.",
  scope: "definition-on-target",
  reads: ["max_seconds", "invoke.timeout_seconds", "invoke.base_url_env"],
  check(definition, target, report) {
    const { activity } = definition;
    const bridge = bridgeOf(activity, target.target);
    if (!bridge) return;
    const cut = bridge.bridge.proxy_timeout_seconds;
    const deadline = neededDeadline(activity);
    if (deadline < cut) return;
    const budgetPlace = { at: ["max_seconds"], message: "the callee may work this long" };
    const bridgePlace = {
      in: target,
      at: ["bridges", bridge.name, "proxy_timeout_seconds"],
      message: "the bridge cuts here",
    };
    const raise = `raise proxy_timeout_seconds above ${deadline}`;
    const loss = cut <= activity.max_seconds ? "gives up before the work may end" : "does not outlast the client";
    if (isWritten(definition, ["invoke", "timeout_seconds"]) && deadline === activity.invoke.timeout_seconds) {
      report({
        at: ["invoke", "timeout_seconds"],
        message: `the bridge ${loss}: timeout_seconds is ${deadline}, and bridge "${bridge.name}" cuts at ${cut} s`,
        label: "the client waits this long",
        help: `${raise}${cut > activity.max_seconds + 1 ? ", or lower timeout_seconds" : ""}`,
        related: [budgetPlace, bridgePlace],
      });
    } else {
      report({
        at: budgetPlace.at,
        message: `the bridge ${loss}: max_seconds ${activity.max_seconds} needs a client deadline of ${deadline} s, and bridge "${bridge.name}" cuts at ${cut} s`,
        label: budgetPlace.message,
        help: raise,
        related: [bridgePlace],
      });
    }
  },
});

/** The client's deadline; the default where the one that is written is none, which `client-deadline` says. */
function neededDeadline({ max_seconds, invoke }: Activity): number {
  return invoke.timeout_seconds > max_seconds ? invoke.timeout_seconds : defaultClientTimeout(max_seconds);
}
