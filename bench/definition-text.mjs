import { runbookText } from "./runbook-text.mjs";

/** One definition as markdown, from what was chosen for it. A field for which nothing was chosen is left out. */
export function definitionText(job, random) {
  const lines = [
    "---",
    "type: activity-definition",
    "schema_version: 1",
    ...identity(job),
    ...schedule(job),
    ...policies(job),
    ...invoke(job),
    ...outcome(job),
    ...rollout(job),
    "---",
  ];
  return `${lines.filter(Boolean).join("\n")}\n\n${runbookText(job, random)}`;
}

function identity(job) {
  return [
    `id: ${job.id}`,
    `uuid: ${job.uuid}`,
    `title: ${job.title}`,
    `domain: ${job.namespace}`,
    job.repo && `repo: ${job.repo}`,
    `owner: ${job.owner}`,
    ...(job.description ? ["description: >-", ...job.description.map((line) => `  ${line}`)] : []),
    job.labels && `labels: { ${job.labels.map(([key, value]) => `${key}: ${value}`).join(", ")} }`,
    `created: ${job.created}`,
    `updated: ${job.updated}`,
    `enabled: ${job.enabled}`,
  ];
}

function schedule(job) {
  return [
    "schedule:",
    `  cron: "${job.cron}"`,
    job.timezone && "  timezone: UTC",
    job.jitter && `  jitter_seconds: ${job.jitter}`,
    job.startsAt && `  starts_at: ${job.startsAt}`,
    job.endsAt && `  ends_at: ${job.endsAt}`,
  ];
}

function policies(job) {
  return [
    `misfire_policy: ${job.misfire}`,
    job.grace && `misfire_grace_seconds: ${job.grace} # a late start still helps`,
    job.overlap && `overlap_policy: ${job.overlap}`,
    `max_seconds: ${job.budget}`,
    ...(job.attempts > 1 ? ["retry:", `  max_attempts: ${job.attempts}`, "  backoff_seconds: 15"] : []),
    `on_failure: ${job.onFailure}`,
    job.onFailureAfter && `on_failure_after: ${job.onFailureAfter}`,
  ];
}

function invoke(job) {
  return [
    "invoke:",
    "  kind: http",
    job.resolver && `  resolver: ${job.resolver}`,
    `  method: ${job.method}`,
    `  base_url_env: ${job.baseUrl}`,
    `  path: ${job.path}`,
    `  idempotent: ${job.idempotent}`,
    job.clientTimeout && `  timeout_seconds: ${job.clientTimeout}`,
    ...(job.query ? ["  query:", "    scope: all", "    limit: 500"] : []),
    ...(job.header ? headers(job) : []),
    ...(job.body ? ["  body:", "    scope: all", "    batch: { size: 500, order: [oldest, smallest] }"] : []),
  ];
}

function headers({ namespace, header }) {
  const secret = `    Authorization: { secret_ref: { name: ${namespace}-hub, key: authorization } }`;
  return ["  headers:", `    X-Scope: ${namespace}`, header === "secret" && secret];
}

function outcome(job) {
  return [
    ...(job.failWhen || job.statuses ? ["outcome:"] : []),
    job.statuses && `  success_status: [${job.statuses.join(", ")}]`,
    job.failWhen && `  fail_when: { ${job.failWhen} }`,
    job.warnWhen && `  warn_when: { ${job.warnWhen} }`,
    job.event && `progress_event: ${job.event}`,
  ];
}

function rollout(job) {
  if (!job.phase) return [];
  const head = ["rollout:", `  phase: ${job.phase}`];
  if (!job.replaces) return head;
  return [
    ...head,
    "  source: activity-core",
    "  replaces:",
    `    - unit: ${job.localUnit}-by-hand.timer`,
    "      source: local-timer",
    `      cron: "${job.olderCron}"`,
    `  local_unit: ${job.localUnit}`,
    ...(job.window ? [`  parallel: { from: ${job.window.from}, until: ${job.window.until} }`] : []),
  ];
}
