import type { Activity } from "../model/activity.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import type { Target } from "../model/target.ts";
import { latestEnd } from "../model/timeout-chain.ts";
import { parseCron } from "../schedule/cron.ts";
import { gaps } from "../schedule/gaps.ts";
import type { Break, Change } from "./change.ts";

/** Where the budget of an activity grew, the links of its time-out chain that do not hold it, or would not have before. */
export function budgetBreaks({ before, after, targets }: Change): Break[] {
  const activity = after.activity;
  if (!hasGrown(before.activity, activity)) return [];
  const links = [
    ...attemptsLink(activity),
    ...targets.flatMap((target) => bridgeLink(activity, target.before, target.after) ?? []),
  ];
  return links.map((link) => ({ code: "budget-beyond-chain", ...link }));
}

type Link = Pick<Break, "message" | "help">;

function hasGrown(before: Activity, after: Activity): boolean {
  return (
    after.max_seconds > before.max_seconds ||
    after.invoke.timeout_seconds > before.invoke.timeout_seconds ||
    latestEnd(after) > latestEnd(before)
  );
}

function attemptsLink(activity: Activity): Link[] {
  const { cron } = parseCron(activity.schedule.cron);
  const gap = cron && gaps(cron)?.shortestSeconds;
  const limit = gap === undefined ? undefined : gap - activity.misfire_grace_seconds;
  if (limit === undefined || latestEnd(activity) <= limit) return [];
  return [
    {
      message: `all attempts may take ${latestEnd(activity)} s, and ${limit} s are left until the next fire`,
      help: "lower max_seconds, timeout_seconds or max_attempts, or fire less often",
    },
  ];
}

/** The bridge as it was decides as well: between two deployments the new budget may meet the old bridge. */
function bridgeLink(activity: Activity, before: Target, after: Target): Link | undefined {
  const { timeout_seconds } = activity.invoke;
  const [was, is] = [bridgeOf(activity, before), bridgeOf(activity, after)];
  if (is && is.bridge.proxy_timeout_seconds <= timeout_seconds) {
    return {
      message: `the client waits ${timeout_seconds} s, and bridge "${is.name}" on ${after.name} cuts at ${is.bridge.proxy_timeout_seconds} s`,
      help: `raise proxy_timeout_seconds above ${timeout_seconds}, in a change that is brought out first`,
    };
  }
  if (!is || was?.name !== is.name || was.bridge.proxy_timeout_seconds > timeout_seconds) return undefined;
  return {
    message: `the client waits ${timeout_seconds} s, which fits only since bridge "${is.name}" on ${after.name} was raised from ${was.bridge.proxy_timeout_seconds} to ${is.bridge.proxy_timeout_seconds} s`,
    help: "bring the raised bridge out first, in a change of its own",
  };
}
