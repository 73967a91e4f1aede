import { canonicalJson } from "../model/canonical-json.ts";
import type { FleetActivity, FleetMember } from "../model/fleet-member.ts";
import type { Cron } from "../schedule/cron.ts";
import { compareText } from "../source/compare-text.ts";
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
    for (const callers of callersByEndpoint(members)) {
      const kept: Caller[] = [];
      for (const caller of callers) {
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

/** Who calls each endpoint, by path; of identical calls, which `duplicate-endpoint` reports, the first one only. */
function callersByEndpoint(members: readonly FleetMember[]): Iterable<readonly Caller[]> {
  const byPath = [...members].sort((a, b) => compareText(a.file.path, b.file.path));
  const calls = new Set<string>();
  const callers = new Map<string, Caller[]>();
  for (const member of byPath) {
    const { activity } = member;
    const cron = cronOf(activity);
    const call = callOf(activity);
    if (!cron || activity.rollout.phase === "retired" || calls.has(call)) continue;
    calls.add(call);
    const endpoint = `${activity.invoke.base_url_env}${activity.invoke.path}`;
    const others = callers.get(endpoint);
    if (others) others.push({ member, cron });
    else callers.set(endpoint, [{ member, cron }]);
  }
  return callers.values();
}

function callOf({ invoke: { method, base_url_env, path, query, body } }: FleetActivity): string {
  return canonicalJson([method, base_url_env, path, query, body]);
}
