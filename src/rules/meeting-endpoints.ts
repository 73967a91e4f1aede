import type { FleetMember } from "../model/fleet-member.ts";
import type { Cron } from "../schedule/cron.ts";
import { compareText } from "../source/compare-text.ts";
import { callersByEndpoint, callOf } from "./calls.ts";
import { cronOf } from "./fire-gaps.ts";
import { otherMinutes } from "./other-minutes.ts";
import { defineRule } from "./rule.ts";
import { sameMinute } from "./same-minute.ts";

export const meetingEndpoints = defineRule({
  code: "meeting-endpoints",
  severity: "warning",
  negotiable: true,
  summary: "Two jobs call the same endpoint in the same minute.",
  rationale:
    "With another method, query or body they are two pieces of work, but behind one path they share a table, a lock or a queue. In the same minute one waits for the other, or skips what it holds. A few minutes between them cost nothing. A retired definition does not count.",
  scope: "fleet",
  reads: [
    "id",
    "schedule.cron",
    "invoke.method",
    "invoke.base_url_env",
    "invoke.path",
    "invoke.query",
    "invoke.body",
    "rollout.phase",
  ],
  check(members, report) {
    for (const callers of callersByEndpoint(members).values()) {
      if (callers.length === 1) continue;
      const kept: Caller[] = [];
      for (const caller of distinctCallers(callers)) {
        const meeting = kept.find((other) => sameMinute(other.cron, caller.cron));
        if (!meeting) {
          kept.push(caller);
          continue;
        }
        const { id, invoke, schedule } = caller.member.activity;
        const free = otherMinutes(caller.cron, id, (minutes) =>
          kept.every(({ cron }) => !cron.minute.values.some((minute) => minutes.includes(minute))),
        );
        report({
          in: caller.member,
          at: ["schedule", "cron"],
          message: `"${schedule.cron}" calls {${invoke.base_url_env}}${invoke.path} in the same minute as ${meeting.member.activity.id}, for instance at ${sameMinute(meeting.cron, caller.cron)}`,
          help: free ? `write "${free.cron}"` : "let one of the two fire at other minutes",
          related: [{ in: meeting.member, at: ["schedule", "cron"], message: "the other fires then as well" }],
        });
      }
    }
  },
});

interface Caller {
  readonly member: FleetMember;
  readonly cron: Cron;
}

/** Of those that call one endpoint, who does so on a schedule; of identical calls, which `duplicate-endpoint` reports, the first. */
function distinctCallers(members: readonly FleetMember[]): Caller[] {
  const calls = new Set<string>();
  const byPath = [...members].sort((a, b) => compareText(a.file.path, b.file.path));
  return byPath.flatMap((member) => {
    const cron = cronOf(member.activity);
    const call = callOf(member.activity);
    if (!cron || calls.has(call)) return [];
    calls.add(call);
    return { member, cron };
  });
}
