import { canonicalJson } from "../model/canonical-json.ts";
import type { FleetActivity, FleetMember } from "../model/fleet-member.ts";

/** Definitions that are not retired, by the endpoint that they call. */
export function callersByEndpoint(members: readonly FleetMember[]): Map<string, FleetMember[]> {
  const callers = new Map<string, FleetMember[]>();
  for (const member of members) {
    const { invoke, rollout } = member.activity;
    if (rollout.phase === "retired") continue;
    const endpoint = `${invoke.base_url_env}${invoke.path}`;
    const others = callers.get(endpoint);
    if (others) others.push(member);
    else callers.set(endpoint, [member]);
  }
  return callers;
}

/** Equal texts for equal calls. */
export function callOf({ invoke: { method, base_url_env, path, query, body } }: FleetActivity): string {
  return canonicalJson([method, base_url_env, path, query, body]);
}
