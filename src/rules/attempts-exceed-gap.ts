import type { Activity } from "../model/activity.ts";
import {
  defaultClientTimeout,
  latestEnd,
  START_TO_CLOSE_MARGIN_SECONDS,
  startToClose,
  totalBackoff,
} from "../model/timeout-chain.ts";
import { gapsOf } from "./fire-gaps.ts";
import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const attemptsExceedGap = defineRule({
  code: "attempts-exceed-gap",
  severity: "error",
  summary: "The attempts of a fire may last into the next fire.",
  rationale:
    "All attempts, their pauses and the jitter have to end before the next fire, less the misfire grace: jitter + attempts x (client deadline + 15) + back-offs <= shortest gap - grace. Otherwise the last attempt is still running when the next fire is due, and by the overlap policy that one is dropped.",
  scope: "definition",
  reads: [
    "schedule.cron",
    "schedule.jitter_seconds",
    "misfire_grace_seconds",
    "max_seconds",
    "retry",
    "invoke.timeout_seconds",
  ],
  check(definition, report) {
    const { activity } = definition;
    const gap = gapsOf(activity)?.shortestSeconds;
    if (gap === undefined || breaksItsOwnBound(activity, gap)) return;
    const limit = gap - activity.misfire_grace_seconds;
    if (latestEnd(activity) <= limit) return;
    const fitting = attemptsThatFit(activity, limit);
    const room = `${limit} s are left (gap ${gap} - grace ${activity.misfire_grace_seconds})`;
    const hasTimeout = isWritten(definition, ["invoke", "timeout_seconds"]);
    report({
      at: fitting > 0 ? ["retry", "max_attempts"] : hasTimeout ? ["invoke", "timeout_seconds"] : ["max_seconds"],
      message: `${attemptWords(activity)} may take ${sumWords(activity)}, and ${room}`,
      label: fitting === 0 ? "not even one attempt fits" : `${fitting} would fit`,
      help: fitting > 0 ? `write ${fitting}, or make the attempts shorter` : helpForOne(activity, limit, hasTimeout),
      related: [{ at: ["schedule", "cron"], message: `two fires are only ${gap} s apart` }],
    });
  },
});

/** Each of these is reported by a rule of its own, and the sum would only repeat it. */
function breaksItsOwnBound({ max_seconds, schedule, misfire_grace_seconds }: Activity, gap: number): boolean {
  return max_seconds > gap || schedule.jitter_seconds > gap / 2 || misfire_grace_seconds >= gap;
}

function attemptsThatFit({ schedule, retry, start_to_close_seconds }: Activity, limit: number): number {
  const endsAt = (max_attempts: number) =>
    latestEnd({ schedule, retry: { ...retry, max_attempts }, start_to_close_seconds });
  let attempts = retry.max_attempts - 1;
  while (attempts > 0 && endsAt(attempts) > limit) attempts--;
  return attempts;
}

function attemptWords({ retry }: Activity): string {
  return retry.max_attempts === 1 ? "one attempt" : `${retry.max_attempts} attempts`;
}

/** Such as `1065 s (jitter 30 + 3 x 335 + back-off 30)`, or `935 s (client 920 + 15)`. */
function sumWords(activity: Activity): string {
  const { retry, schedule, start_to_close_seconds, invoke } = activity;
  const backoff = totalBackoff(retry);
  const attempts =
    retry.max_attempts === 1
      ? `client ${invoke.timeout_seconds} + ${START_TO_CLOSE_MARGIN_SECONDS}`
      : `${retry.max_attempts} x ${start_to_close_seconds}`;
  const terms = [
    ...(schedule.jitter_seconds > 0 ? [`jitter ${schedule.jitter_seconds}`] : []),
    attempts,
    ...(backoff > 0 ? [`back-off ${backoff}`] : []),
  ];
  return `${latestEnd(activity)} s (${terms.join(" + ")})`;
}

function helpForOne({ schedule }: Activity, limit: number, hasTimeout: boolean): string {
  const longestTimeout = limit - schedule.jitter_seconds - START_TO_CLOSE_MARGIN_SECONDS;
  const longestBudget = limit - schedule.jitter_seconds - startToClose(defaultClientTimeout(0));
  if (hasTimeout && longestTimeout > 1) return `lower timeout_seconds to ${longestTimeout} or less, or fire less often`;
  if (longestBudget > 0) return `lower max_seconds to ${longestBudget} or less, or fire less often`;
  return "fire less often";
}
