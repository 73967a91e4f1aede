import type { FleetMember } from "../model/fleet-member.ts";
import type { Cron } from "../schedule/cron.ts";
import { compareText } from "../source/compare-text.ts";
import { cronOf } from "./fire-gaps.ts";
import { otherMinutes } from "./other-minutes.ts";
import { defineRule } from "./rule.ts";
import { firesIn, WeekCounts } from "./week-counts.ts";

/** Fewer calls at once than ten are no crowd, however small the fleet is. */
const SMALL_CROWD = 9;

/** Of a fleet that is spread evenly, even of one that fires every five minutes, no minute gets more than a fifth. */
const FLEET_PART = 1 / 4;

/** A job that fires more often than every five minutes meets most others wherever it is moved. */
const MOST_FIRES_AN_HOUR = 12;

/** A jitter of a minute or more spreads by itself. */
const SPREADING_JITTER_SECONDS = 60;

export const thunderingHerd = defineRule({
  code: "thundering-herd",
  severity: "warning",
  negotiable: true,
  summary: "At least ten jobs, and more than a quarter of all, fire in the same minute.",
  rationale:
    "People write 0 for the minute, so fleets wake up on the hour, and bridges, tunnels and databases have to be built for that one minute. As many jobs as may stay do so, the first by their paths; each of the others is told minutes that its id decides. Not counted is what a jitter of a minute or more spreads, what fires more often than every five minutes or only on some dates, and what is retired.",
  scope: "fleet",
  reads: ["id", "schedule.cron", "schedule.jitter_seconds", "rollout.phase"],
  check(members, report) {
    const fleet = members.filter(({ activity }) => activity.rollout.phase !== "retired");
    const jobs = fleet.flatMap(movableJob).sort(byPath);
    const most = Math.max(SMALL_CROWD, Math.floor(fleet.length * FLEET_PART));
    const all = new WeekCounts();
    for (const { cron } of jobs) all.add(cron);
    const { staying, leaving, counts } = settle(jobs, most);
    const jitter = `jitter_seconds be ${SPREADING_JITTER_SECONDS} or more`;
    for (const { member, cron, full } of leaving) {
      const { id, schedule } = member.activity;
      const free = otherMinutes(cron, id, (minutes) => counts.firstFull(cron, most, minutes) === undefined);
      counts.add(cron, free?.minutes);
      const first = staying.find((job) => firesIn(job.cron, full));
      report({
        in: member,
        at: ["schedule", "cron"],
        message: `"${schedule.cron}" fires at ${all.words(full)}, as do ${all.at(full) - 1} others of ${fleet.length} jobs`,
        label: `at most ${most} may meet`,
        help: free ? `write "${free.cron}", or let ${jitter}` : `let it fire at minutes of its own, or let ${jitter}`,
        ...(first
          ? {
              related: [{ in: first.member, at: ["schedule", "cron"], message: "the first of those that may stay" }],
            }
          : {}),
      });
    }
  },
});

interface Job {
  readonly member: FleetMember;
  readonly cron: Cron;
}

/** A job that does not find its place in a minute of the week. */
interface LeavingJob extends Job {
  readonly full: number;
}

function byPath(a: Job, b: Job): number {
  return compareText(a.member.file.path, b.member.file.path);
}

/** A job that fires every week alike, seldom enough to be put elsewhere, and exactly when it says. */
function movableJob(member: FleetMember): Job[] {
  const cron = cronOf(member.activity);
  if (!cron || member.activity.schedule.jitter_seconds >= SPREADING_JITTER_SECONDS) return [];
  const isWeekly = !cron.dayOfMonth.restricted && !cron.month.restricted;
  return isWeekly && cron.minute.values.length <= MOST_FIRES_AN_HOUR ? [{ member, cron }] : [];
}

/** Lets jobs stay, in their order, as long as no minute gets more than `most` of them. */
function settle(jobs: readonly Job[], most: number) {
  const counts = new WeekCounts();
  const staying: Job[] = [];
  const leaving: LeavingJob[] = [];
  for (const job of jobs) {
    const full = counts.firstFull(job.cron, most);
    if (full !== undefined) {
      leaving.push({ ...job, full });
    } else {
      staying.push(job);
      counts.add(job.cron);
    }
  }
  return { staying, leaving, counts };
}
