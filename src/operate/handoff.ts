import type { Activity } from "../model/activity.ts";
import { latestEnd } from "../model/timeout-chain.ts";
import { type EvidenceFile, nameOf, record } from "./rollout-evidence.ts";

export interface HandoffSubject {
  readonly activity: Activity;
  /** When it fires, in words. */
  readonly schedule: string;
  readonly target: { readonly name: string; readonly namespace: string };
  /** The definition's file, relative to the project. */
  readonly path: string;
  /** The sections of its runbook: heading and text. */
  readonly runbook: readonly { readonly heading: string; readonly text: string }[];
  readonly evidence: readonly EvidenceFile[];
  readonly retiredNames: readonly { readonly name: string; readonly use: string }[];
}

/** The page for whoever is called, in markdown: what it is, how to stop and start it, what may go wrong, what is proved. */
export function handoffPage(subject: HandoffSubject): string {
  const { activity, path, runbook } = subject;
  const sections = [
    [`# ${activity.title}`, "", `${activity.id}, as ${path} defines it. Ask **${activity.owner}**.`],
    factLines(subject),
    ["## By hand", "", "```sh", ...commandLines(subject), "```"],
    ...runbook.map(({ heading, text }) => [`## ${heading}`, "", text]),
    ["## Evidence", "", ...evidenceLines(subject.evidence)],
    termLines(subject),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function factLines({ activity, schedule, target }: HandoffSubject): string[] {
  const { invoke, retry, rollout, max_seconds } = activity;
  const state = activity.enabled ? "enabled" : "paused by its definition";
  const tries = retry.max_attempts === 1 ? "one attempt" : `up to ${retry.max_attempts} attempts`;
  const rows = [
    ["runs", `${schedule}, UTC; ${state}, phase ${rollout.phase}`],
    ["where", `Temporal schedule \`${activity.id}\`, target ${target.name}, namespace ${target.namespace}`],
    ["calls", `\`${invoke.method} {${invoke.base_url_env}}${invoke.path}\`, as ${rollout.source}`],
    ["budget", `${max_seconds} s of work, ${tries}; over by ${latestEnd(activity)} s after its fire`],
    ["on failure", activity.on_failure.replaceAll("_", " ")],
    ...(rollout.replaces.length > 0 ? [["replaces", rollout.replaces.map(({ unit }) => unit).join(", ")]] : []),
  ];
  return ["| | |", "| --- | --- |", ...rows.map(([name, text]) => `| ${name} | ${text} |`)];
}

function commandLines({ activity: { id }, target }: HandoffSubject): string[] {
  const at = `${id} --target ${target.name}`;
  return [
    "# do definitions, cluster and database agree?",
    `actdef status ${target.name}`,
    "# what has run in the last week, and how it ended",
    `actdef history ${at}`,
    "# stop it until it is resumed; a sync leaves such a pause alone",
    `actdef pause ${at} --reason "why"`,
    `actdef resume ${at}`,
    "# one run now",
    `actdef trigger ${at}`,
  ];
}

function evidenceLines(evidence: readonly EvidenceFile[]): string[] {
  if (evidence.length === 0) return ["None yet."];
  return evidence.map((file) => `- [${nameOf(file.path)}](${file.path}): ${evidenceWords(file)}`);
}

function evidenceWords({ document }: EvidenceFile): string {
  const { kind, verdict, from, until, result, at, who } = record(document);
  if (kind === "canary") return record(result).ok === true ? "the canary passed" : "the canary failed";
  if (typeof verdict === "string") return `parallel run ${from} .. ${until}: ${verdict}`;
  return kind === "cutover" || kind === "rollback" ? `${kind} at ${at}, by ${who}` : "of another kind";
}

function termLines({ activity: { title }, retiredNames }: HandoffSubject): string[] {
  const own = retiredNames.filter(({ use }) => use === title).map(({ name }) => `"${name}"`);
  return own.length === 0 ? [] : ["## Terms", "", `Its name is **${title}**; ${own.join(" and ")} are retired.`];
}
