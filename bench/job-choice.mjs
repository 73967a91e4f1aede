import { createHash } from "node:crypto";
import { createRandom } from "./random.mjs";
import { chooseSchedule, fourMinutesLater } from "./schedule-choice.mjs";
import { NAMESPACES, NOUNS, OWNERS, VERBS } from "./vocabulary.mjs";

/** The bridges of the target, by what a definition says for `base_url_env`: how long the work behind each may take. */
const BUDGETS = {
  STATE_HUB_URL: [20, 45, 60, 90, 120, 180, 240, 300],
  LEDGER_URL: [15, 30, 60, 120],
  REPORTS_URL: [600, 900, 1200, 1800],
};

/** Where a definition's file lies; its id and its place depend on its number alone. */
export function jobName(number) {
  const namespace = NAMESPACES[number % NAMESPACES.length];
  const verb = VERBS[number % VERBS.length];
  const noun = NOUNS[Math.floor(number / VERBS.length) % NOUNS.length];
  return { namespace, verb, noun, name: `${verb}-${noun}-${String(number).padStart(5, "0")}` };
}

/** Everything that a definition says, chosen by its number: the first thousand are the same in a fleet of any size. */
export function chooseJob(number) {
  const { namespace, verb, noun, name } = jobName(number);
  const id = `${namespace}.${name}`;
  const hash = createHash("sha256").update(`activity ${number}`).digest("hex");
  const random = createRandom(Number.parseInt(hash.slice(0, 8), 16));
  const timing = chooseTiming(random);
  const call = chooseCall(random, { namespace, verb, noun, name });
  const rollout = chooseRollout(random, id, timing.cron);
  const job = {
    id,
    namespace,
    noun,
    title: `${verb[0].toUpperCase()}${verb.slice(1)} the ${noun} of ${namespace}, part ${number + 1}`,
    uuid: `${hash.slice(8, 16)}-${hash.slice(16, 20)}-4${hash.slice(21, 24)}-a${hash.slice(25, 28)}-${hash.slice(28, 40)}`,
    ...chooseIdentity(random, namespace, verb, noun),
    ...timing,
    ...call,
    ...rollout,
  };
  return { job: { ...job, ...choosePolicies(random, job) }, random };
}

function chooseIdentity({ below, chance, pick }, namespace, verb, noun) {
  const month = 1 + below(5);
  const description = [
    `Will ${verb} the ${noun} of ${namespace} that changed since the last run,`,
    "oldest first, and leave the rest to the next one.",
  ];
  const labels = [
    ["team", namespace],
    ["tier", pick(["gold", "silver", '"3"'])],
  ];
  return {
    owner: pick(OWNERS),
    repo: chance(0.6) && `${namespace}-service`,
    created: `2026-0${month}-${10 + below(18)}`,
    updated: `2026-0${month + below(7 - month)}-28`,
    labels: chance(0.4) && labels,
    description: chance(0.5) && description,
  };
}

function chooseTiming(random) {
  const { chance, pick } = random;
  const { cron, gap } = chooseSchedule(random);
  const bounded = chance(0.05);
  const baseUrl = gap >= 7200 && chance(0.3) ? "REPORTS_URL" : pick(["STATE_HUB_URL", "STATE_HUB_URL", "LEDGER_URL"]);
  const budget = pick(BUDGETS[baseUrl]);
  return {
    cron,
    gap,
    timezone: chance(0.5),
    jitter: chance(0.2) && pick([15, 30, 60]),
    grace: gap >= 3600 && chance(0.2) && pick([120, 300]),
    startsAt: bounded && "2026-07-01T00:00:00Z",
    endsAt: bounded && "2031-06-30T23:59:59Z",
    baseUrl,
    budget,
    clientTimeout: chance(0.1) && budget + 45,
  };
}

const METHODS = [
  [60, "POST"],
  [15, "PUT"],
  [5, "PATCH"],
  [12, "GET"],
  [6, "DELETE"],
  [2, "HEAD"],
];

const FAILURES = [
  "pointer: /exit_code, not_equals: 0",
  'pointer: /result/status, equals: "failed"',
  "pointer: /errors, greater_than: 0",
];

function chooseCall({ chance, pick, weighted }, { namespace, verb, noun, name }) {
  const method = weighted(METHODS);
  const hasBody = ["POST", "PUT", "PATCH"].includes(method);
  const failWhen = method !== "HEAD" && chance(0.6) && pick(FAILURES);
  return {
    method,
    path: `/${namespace}/${noun}/${name}`,
    idempotent: !["POST", "PATCH"].includes(method) || chance(0.7),
    resolver: chance(0.5) && name.replaceAll("-", "_"),
    eventName: `${verb}_${noun}_${name.slice(-5)}`,
    hasEvent: chance(0.7),
    body: hasBody && chance(0.4),
    query: !hasBody && chance(0.5),
    header: chance(0.3) && pick(["plain", "secret"]),
    statuses: chance(0.2) && (hasBody ? [200, 202] : [200]),
    failWhen,
    warnWhen: failWhen && chance(0.5) && "pointer: /skipped, greater_than: 0",
  };
}

const PHASES = [
  [15, undefined],
  [10, "defined"],
  [10, "canary"],
  [10, "parallel"],
  [50, "primary"],
  [5, "retired"],
];

/** The days on which both runners work, in the phases from which they are known. */
const WINDOWS = {
  parallel: { from: "2026-07-06", until: "2026-07-13" },
  primary: { from: "2026-06-01", until: "2026-06-08" },
};

/** A definition that takes over from an older runner has the units of both, and a window where they work side by side. */
function chooseRollout({ chance, weighted }, id, cron) {
  const phase = weighted(PHASES);
  const replaces = phase === "parallel" || phase === "canary" || (phase === "primary" && chance(0.3));
  return {
    phase,
    replaces,
    enabled: phase === "parallel" || phase === "primary",
    olderCron: replaces && fourMinutesLater(cron),
    localUnit: id.replaceAll(".", "-"),
    window: replaces && WINDOWS[phase],
  };
}

/**
 * Policies that agree with each other, with a local runner where there is one, and with the gap between two fires. Runs
 * that are compared leave an event, and so do those of which nobody else would hear.
 */
function choosePolicies(random, job) {
  const { pick, weighted } = random;
  const attempts = chooseAttempts(random, job);
  if (job.replaces) return { misfire: "skip", onFailure: "log_and_continue", attempts, event: job.eventName };
  const onFailure = pick(["log_and_continue", "log_and_continue", "escalate", "pause"]);
  const onFailureAfter = onFailure !== "log_and_continue" && pick(onFailure === "pause" ? [2, 3, 5] : [false, 2, 3]);
  const isSilent = onFailure === "log_and_continue" && !job.failWhen;
  const event = (job.hasEvent || isSilent) && job.eventName;
  const missed = weighted([
    [70, { misfire: "skip", overlap: pick([false, "skip", "buffer_one"]) }],
    [20, { misfire: "fire_once" }],
    [10, { misfire: "fire_all", overlap: "buffer_all" }],
  ]);
  return { ...(job.idempotent ? missed : { misfire: "skip" }), onFailure, onFailureAfter, attempts, event };
}

/** As many attempts as end before the next fire; a call that must not be repeated gets one. */
function chooseAttempts({ weighted }, { budget, clientTimeout, gap, grace, idempotent, jitter }) {
  if (!idempotent) return 1;
  const startToClose = (clientTimeout || budget + 30) + 15;
  const room = gap - (grace || 60) - (jitter || 0);
  const wanted = weighted([
    [60, 1],
    [25, 2],
    [15, 3],
  ]);
  // The pauses before the second and the third attempt are 15 and 30 seconds.
  const fits = (attempts) => attempts * startToClose + 15 * (2 ** (attempts - 1) - 1) <= room;
  return [3, 2].find((attempts) => attempts <= wanted && fits(attempts)) ?? 1;
}
