import { latestEnd } from "../model/timeout-chain.ts";
import { gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

/** The part of a gap that work may fill: beyond it, a tenth more to do and one slow call already meet the next fire. */
const MOST = 0.8;

export const dutyCycle = defineRule({
  code: "duty-cycle",
  severity: "warning",
  negotiable: true,
  summary: "The work may fill more than 80 % of the time between two fires.",
  rationale:
    "It still fits, so nothing fails today. But work grows with what there is to do, and a job that is nearly always at work leaves no room for that, for a manual run, or for others that use the same service.",
  scope: "definition",
  reads: [
    "schedule.cron",
    "schedule.jitter_seconds",
    "misfire_grace_seconds",
    "max_seconds",
    "retry",
    "invoke.timeout_seconds",
  ],
  check({ activity }, report) {
    const gap = gapsOf(activity)?.shortestSeconds;
    const attempts = activity.retry.max_attempts;
    const work = activity.max_seconds * attempts;
    if (gap === undefined || work <= gap * MOST) return;
    // What does not fit at all is reported as an error by `attempts-exceed-gap` or `budget-exceeds-gap`.
    if (latestEnd(activity) > gap - activity.misfire_grace_seconds) return;
    const fitting = Math.floor((gap * MOST) / attempts);
    report({
      at: ["max_seconds"],
      message: `the work may take ${work} s${attempts > 1 ? ` in ${attempts} attempts` : ""}, ${Math.floor((100 * work) / gap)} % of the ${gap} s between two fires`,
      help: `lower max_seconds to ${fitting} or less, ${attempts > 1 ? "make fewer attempts, " : ""}or fire less often`,
      related: [
        { at: ["schedule", "cron"], message: `two fires are only ${gap} s apart` },
        ...(attempts > 1 ? [{ at: ["retry", "max_attempts"], message: "each may take as long" }] : []),
      ],
    });
  },
});
