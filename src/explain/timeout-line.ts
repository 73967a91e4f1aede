import type { Activity } from "../model/activity.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import type { Target } from "../model/target.ts";
import { latestEnd } from "../model/timeout-chain.ts";

/** The links of the time-out chain as points on a line of seconds, in the order of time. */
function points(activity: Activity, bridgeSeconds: number | undefined, limitSeconds: number | undefined) {
  return [
    { at: activity.max_seconds, name: "work" },
    { at: activity.invoke.timeout_seconds, name: "client" },
    { at: activity.start_to_close_seconds, name: "Temporal" },
    ...(bridgeSeconds === undefined ? [] : [{ at: bridgeSeconds, name: "bridge" }]),
    ...(limitSeconds === undefined ? [] : [{ at: limitSeconds, name: "next fire less grace" }]),
  ].sort((a, b) => a.at - b.at);
}

const LINE_COLUMNS = 36;

/** The chain drawn on one line, and below it what is proved; `shortestGap` in seconds, undefined where it never fires. */
export function timeoutLines(
  activity: Activity,
  target: Target | undefined,
  shortestGap: number | undefined,
): string[] {
  const bridge = target && bridgeOf(activity, target)?.bridge.proxy_timeout_seconds;
  const limit = shortestGap === undefined ? undefined : shortestGap - activity.misfire_grace_seconds;
  const all = points(activity, bridge, limit);
  const last = Math.max(...all.map(({ at }) => at), 1);
  let before = 0;
  let drawn = "0 s ";
  for (const { at, name } of all) {
    const dashes = Math.max(1, Math.round(((at - before) / last) * LINE_COLUMNS));
    drawn += `${"─".repeat(dashes)} ${at} ${name} `;
    before = at;
  }
  return [drawn.trimEnd(), proof(activity, bridge, limit)];
}

function proof(activity: Activity, bridge: number | undefined, limit: number | undefined): string {
  const { max_seconds, invoke, start_to_close_seconds, retry } = activity;
  const chain = `${max_seconds} < ${invoke.timeout_seconds} < ${start_to_close_seconds}`;
  const bridged = bridge === undefined ? "" : `, ${invoke.timeout_seconds} < ${bridge}`;
  const attempts = retry.max_attempts === 1 ? "one attempt ends" : `${retry.max_attempts} attempts end`;
  return `proved: ${chain}${bridged}; ${attempts} by ${latestEnd(activity)}${limit === undefined ? "" : ` of ${limit}`}`;
}
