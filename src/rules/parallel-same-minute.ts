import type { Activity } from "../model/activity.ts";
import { parseCron } from "../schedule/cron.ts";
import { cronOf } from "./fire-gaps.ts";
import { otherMinutes } from "./other-minutes.ts";
import { defineRule } from "./rule.ts";
import { sameMinute } from "./same-minute.ts";

export const parallelSameMinute = defineRule({
  code: "parallel-same-minute",
  severity: "warning",
  negotiable: true,
  summary: "In the parallel run, both runners fire in the same minute.",
  rationale:
    "Two runners that begin together contend for the same locks, and each skips what the other holds. The comparison then tells who came first, not who does the work. A few minutes apart, each finds the field to itself.",
  scope: "definition",
  reads: ["id", "schedule.cron", "rollout.phase", "rollout.replaces"],
  check({ activity }, report) {
    const cron = cronOf(activity);
    if (!cron || activity.rollout.phase !== "parallel") return;
    const older = olderCrons(activity);
    if (!older.some(({ cron: other }) => other && sameMinute(cron, other))) return;
    const free = otherMinutes(cron, activity.id, (minutes) =>
      older.every(({ cron: other }) => !other?.minute.values.some((minute) => minutes.includes(minute))),
    );
    for (const { unit, cron: other, index } of older) {
      const time = other && sameMinute(cron, other);
      if (time === undefined) continue;
      report({
        at: ["schedule", "cron"],
        message: `"${activity.schedule.cron}" fires in the same minute as ${unit}, for instance at ${time}`,
        help: free
          ? `write "${free.cron}" for the days of the parallel run`
          : "let one of the two fire at other minutes for the days of the parallel run",
        related: [{ at: ["rollout", "replaces", index, "cron"], message: "the older runner fires then as well" }],
      });
    }
  },
});

function olderCrons({ rollout }: Activity) {
  return rollout.replaces.map(({ unit, cron }, index) => ({ unit, index, cron: parseCron(cron).cron }));
}
