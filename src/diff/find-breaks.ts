import type { Activity } from "../model/activity.ts";
import { behaviourSha256 } from "../model/behaviour.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import type { Target } from "../model/target.ts";
import { valueAt } from "../parse/located.ts";
import { BEHAVIOUR_NOTE } from "./break-codes.ts";
import { budgetBreaks } from "./budget-breaks.ts";
import type { Break, Change } from "./change.ts";
import { firesAlike, MISFIRE_WORDS, runsAWeek } from "./effects.ts";

/** Everything that the change of one activity breaks, in the order of the codes, the note last. */
export function findBreaks(change: Change): Break[] {
  return [
    ...identityBreaks(change),
    ...hostBreaks(change),
    ...callBreaks(change),
    ...scheduleBreaks(change),
    ...budgetBreaks(change),
    ...behaviourNote(change),
  ];
}

/** What the removal of an activity breaks. */
export function removalBreaks(activity: Activity): Break[] {
  if (!activity.enabled) return [];
  return [
    {
      code: "removed-enabled",
      message: `its schedule is retired: ${runsAWeek(activity)} runs a week end`,
      help: "bring it out with enabled: false first, or see that something else does its work",
    },
  ];
}

function identityBreaks({ before: { activity: before }, after: { activity: after } }: Change): Break[] {
  const breaks: Break[] = [];
  if (before.id !== after.id) {
    breaks.push({
      code: "id-changed",
      message: `the schedule "${before.id}" is retired, and "${after.id}" is made anew`,
      help: `keep the id, or lead whatever pauses, triggers or watches "${before.id}" to the new one`,
    });
  }
  if (before.uuid !== after.uuid) {
    breaks.push({
      code: "uuid-changed",
      message: `the run history stays behind under ${before.uuid}, and the database gets a second row`,
      help: `write the uuid ${before.uuid} again`,
    });
  }
  return breaks;
}

function hostBreaks({ before, after, targets }: Change): Break[] {
  const [was, is] = [before.activity.invoke.base_url_env, after.activity.invoke.base_url_env];
  const moves = targets.flatMap((target) => {
    const [from, to] = [hostOf(before.activity, target.before), hostOf(after.activity, target.after)];
    const calls = `calls on ${target.after.name} go`;
    if (from.bridge !== to.bridge)
      return [`${calls} through ${to.bridge} to ${to.host} instead of through ${from.bridge} to ${from.host}`];
    return from.host === to.host ? [] : [`${calls} to ${to.host} instead of ${from.host}`];
  });
  const variable = was === is ? [] : [`calls go by ${is} instead of ${was}`];
  if (variable.length + moves.length === 0) return [];
  return [
    {
      code: "host-changed",
      message: [...variable, ...moves].join(", "),
      help: "see that the service there answers this call, and repeat the canary",
    },
  ];
}

/** The bridge that an activity is called through on a target, and what lies behind it. */
function hostOf(activity: Activity, target: Target): { readonly bridge: string; readonly host: string } {
  const found = bridgeOf(activity, target);
  if (!found) return { bridge: "no bridge", host: "nowhere" };
  const { name, bridge } = found;
  return { bridge: name, host: bridge.managed ? `${bridge.upstream.host}:${bridge.upstream.port}` : bridge.url };
}

function callBreaks({ before: { activity: before }, after: { activity: after } }: Change): Break[] {
  const breaks: Break[] = [];
  if (before.invoke.method !== after.invoke.method) {
    breaks.push({
      code: "method-changed",
      message: `calls are made with ${after.invoke.method} instead of ${before.invoke.method}`,
      help: `see that the service takes ${after.invoke.method} at ${after.invoke.path}`,
    });
  }
  if (before.invoke.path !== after.invoke.path) {
    breaks.push({
      code: "path-changed",
      message: `calls go to ${after.invoke.path} instead of ${before.invoke.path}`,
      help: `see that the service serves ${after.invoke.path}`,
    });
  }
  return breaks;
}

function scheduleBreaks(change: Change): Break[] {
  const { activity: before } = change.before;
  const { activity: after } = change.after;
  const breaks: Break[] = [];
  if (!firesAlike(before, after)) {
    const [was, is] = [runsAWeek(before), runsAWeek(after)];
    breaks.push({
      code: "cron-changed",
      message:
        was === is
          ? `it fires at other times, ${is} times a week as before`
          : `it fires ${is} times a week instead of ${was}`,
      help: "tell the owner, and whoever expects the results at the old times",
    });
  }
  const late = misfireWords(change);
  if (late)
    breaks.push({
      code: "misfire-changed",
      message: late,
      help: "see that the service bears fires that are late or missing",
    });
  if (before.enabled !== after.enabled) {
    breaks.push({
      code: "enabled-flipped",
      message: `the schedule is ${after.enabled ? "unpaused" : "paused"}: ${runsAWeek(after.enabled ? after : before)} runs a week ${after.enabled ? "begin" : "end"}`,
      help: after.enabled
        ? "see that canary and comparison have passed, and that the runner it replaces is stopped"
        : "see that something else does its work meanwhile",
    });
  }
  return breaks;
}

/** The policy, or the grace where either side writes one: a default that follows the cron expression is no news. */
function misfireWords({ before, after }: Change): string | undefined {
  const [was, is] = [before.activity, after.activity];
  if (was.misfire_policy !== is.misfire_policy)
    return `a fire that comes too late is ${MISFIRE_WORDS[is.misfire_policy]} instead of ${MISFIRE_WORDS[was.misfire_policy]}`;
  const isWritten = [before, after].some(({ document }) => valueAt(document.root, ["misfire_grace_seconds"]));
  if (!isWritten || was.misfire_grace_seconds === is.misfire_grace_seconds) return undefined;
  return `a fire may be ${is.misfire_grace_seconds} s late instead of ${was.misfire_grace_seconds} s`;
}

function behaviourNote({ before, after }: Change): Break[] {
  if (behaviourSha256(before.activity) === behaviourSha256(after.activity)) return [];
  return [
    {
      code: BEHAVIOUR_NOTE,
      message: "evidence of canary and comparison is void: it holds for the behaviour before",
      help: "repeat what the rollout's phase asks for",
    },
  ];
}
