import colors from "picocolors";
import type { DatabaseState } from "../operate/database-state.ts";
import type { LockHolder } from "../operate/lock-holder.ts";
import type { ObjectDrift } from "../operate/object-drift.ts";
import type { Receipt } from "../operate/receipts.ts";
import type { Status } from "../operate/status.ts";
import { INDEX_NAME, isShardName } from "../project/definition-config-maps.ts";
import { activitiesLines, changeWords, differenceLines } from "./difference-words.ts";
import { plural } from "./report-diagnostics.ts";

/** A status and what is known of its sides. */
export interface StatusReport {
  readonly status: Status;
  readonly target: string;
  readonly manifestCount: number;
  /** Null where the project is in no git repository. */
  readonly commit: string | null;
  /** Why what is on disk is no commit. */
  readonly uncommitted: string | undefined;
  readonly holder: LockHolder | undefined;
  /** A list by labels does not show an object whose labels were removed. */
  readonly isByLabels: boolean;
  readonly steps: readonly string[];
}

const MAX_FIELDS = 3;
const COMMIT_DIGITS = 10;

/** A status for people: how definitions, manifests, cluster and database agree, each with what differs; then what to do. */
export function statusText(report: StatusReport, color: boolean): string {
  const { status, target, holder, steps } = report;
  const paint = colors.createColors(color);
  const marks: Readonly<Record<Mark, string>> = {
    good: paint.green("✔"),
    bad: paint.red("✖"),
    open: paint.yellow("?"),
  };
  const section = ({ mark, name, headline, lines }: Section) => [
    `${marks[mark]} ${name.padEnd(9)}  ${headline}`,
    ...lines,
  ];
  const sections = [manifestSection(report), clusterSection(report), databaseSection(status.database)];
  const lines = [
    ...(holder ? [`… ${holder.who} is syncing since ${holder.since}: what follows may be half done`] : []),
    ...sections.flatMap(section),
    ...(status.isInSync ? [`${target} is in sync`] : []),
    ...steps.map((step, index) => `${index === 0 ? "next" : "    "}  ${step}`),
  ];
  return `${lines.join("\n")}\n`;
}

type Mark = "good" | "bad" | "open";

interface Section {
  readonly mark: Mark;
  readonly name: string;
  readonly headline: string;
  readonly lines: readonly string[];
}

function manifestSection({ status: { stale }, manifestCount, commit, uncommitted }: StatusReport): Section {
  const at = commit === null ? "" : `, commit ${commit.slice(0, COMMIT_DIGITS)}`;
  const note = uncommitted === undefined ? [] : [`  a sync would refuse: ${uncommitted}`];
  const name = "manifests";
  if (stale.length === 0) {
    const headline = `${plural(manifestCount, "file")} as the definitions compile${uncommitted === undefined ? at : ""}`;
    return { mark: "good", name, headline, lines: note };
  }
  const headline = `${stale.length} of ${plural(manifestCount, "file")} not as the definitions compile (manifest -> definition)`;
  const lines = stale.flatMap(({ path, difference }) =>
    difference ? [`  ${path}`, ...differenceLines(difference).map((line) => `  ${line}`)] : [`  ${path}  is missing`],
  );
  return { mark: "bad", name, headline, lines: [...lines, ...note] };
}

function clusterSection({ status, isByLabels }: StatusReport): Section {
  const { activities, objects, comparedCount, rollouts, unread } = status;
  const of = (state: ObjectDrift["state"]) => objects.filter((it) => it.state === state).length;
  const whole = plural(comparedCount, "object");
  const apart = [
    ...(of("differs") > 0 ? [`${of("differs")} of ${whole} not as in the manifests`] : []),
    ...(of("missing") > 0
      ? [of("differs") > 0 ? `${of("missing")} missing` : `${of("missing")} of ${whole} missing`]
      : []),
  ];
  const beside = [
    ...(of("surplus") > 0 ? [`${of("surplus")} in no manifest`] : []),
    ...(of("outdated") > 0 ? [`${plural(of("outdated"), "job")} of other manifests`] : []),
    ...(rollouts.length > 0 ? [`${plural(rollouts.length, "rollout")} not done`] : []),
  ];
  const unreadWords = Object.entries(unread).map(([kind, count]) => `${count} ${kind}`);
  const unreadLine = `  not in the dump: ${unreadWords.join(", ")}; whether the cluster has them is not known`;
  const isDrifted = apart.length + beside.length + activities.length > 0;
  const compared = apart.length > 0 ? apart : [`${whole} as in the manifests`];
  const lines = [
    ...activitiesLines(activities),
    ...objectLines(objects),
    ...(isByLabels && of("missing") > 0 ? ["  missing: no object of this name has the labels of ours"] : []),
    ...rollouts.map(({ name, words }) => `  Deployment ${name} does not run as told: ${words}`),
    ...(unreadWords.length > 0 ? [unreadLine] : []),
  ];
  return {
    mark: isDrifted ? "bad" : unreadWords.length > 0 ? "open" : "good",
    name: "cluster",
    headline: `${[...compared, ...beside].join(", ")}${isDrifted ? " (cluster -> manifest)" : ""}`,
    lines,
  };
}

function objectLines(objects: readonly ObjectDrift[]): string[] {
  const width = Math.max(0, ...objects.map(({ kind }) => kind.length));
  const nameWidth = Math.max(0, ...objects.filter(({ state }) => state === "differs").map(({ name }) => name.length));
  return objects.map((drift) => {
    const { kind, name, state } = drift;
    return `  ${state.padEnd(8)}  ${kind.padEnd(width)}  ${name.padEnd(nameWidth)}  ${driftWords(drift)}`.trimEnd();
  });
}

function driftWords({ state, kind, name, fields, isImmutable }: ObjectDrift): string {
  if (state === "outdated") return "it may still start, and would bring other definitions";
  if (state !== "differs") return "";
  if (isImmutable) return "was replaced by hand; it is immutable, so a sync cannot mend it";
  const isOfDefinitions = kind === "ConfigMap" && (name === INDEX_NAME || isShardName(name));
  const told = fields.filter(({ field }) => !field.endsWith("-sha256"));
  const words = told.slice(0, MAX_FIELDS).map((change) => {
    if (isOfDefinitions && change.field.startsWith("data.")) return "other definitions";
    return changeWords({ ...change, field: shortField(change.field) });
  });
  if (told.length > MAX_FIELDS) words.push(`and ${told.length - MAX_FIELDS} more`);
  return words.join(", ") || "its hash alone";
}

/** The end of a path says more than its beginning. */
function shortField(field: string): string {
  return field.replace(/^spec\.template\.spec\.containers\[[^\]]*\]\./, "").replace(/^(?:data|spec)\./, "");
}

function databaseSection(database: DatabaseState): Section {
  const { kind, receipt, before } = database;
  const mark = kind === "current" ? "good" : kind === "unread" ? "open" : "bad";
  const isOpen = kind === "pending" || kind === "failed" || kind === "unknown";
  const lines = [
    ...(isOpen && receipt ? [`  ${jobWords(database, receipt)}`] : []),
    ...(isOpen ? [before ? `  proved last: ${receiptWords(before)}` : "  no sync before it is proved"] : []),
  ];
  return { mark, name: "database", headline: databaseWords(database), lines };
}

function databaseWords({ kind, receipt, isOwn, job }: DatabaseState): string {
  const told = receipt ? receiptWords(receipt) : "";
  const whose = isOwn ? "these manifests" : "other manifests";
  switch (kind) {
    case "current":
      return `has these manifests: ${told}`;
    case "behind":
      return `has other manifests: ${told}`;
    case "ahead":
      return `has newer manifests, synced after these: ${told}`;
    case "pending":
      return `sync of ${whose} ${job === "running" ? "is under way" : job === "unread" ? "has not ended" : "was cut off"}: ${told}`;
    case "failed":
      return `sync of ${whose} failed: ${told}`;
    case "unknown":
      return `sync of ${whose} ended without proof: ${told}`;
    case "none":
      return "no receipt: never synced, or ConfigMap actcore-receipts was deleted";
    case "unreadable":
      return "ConfigMap actcore-receipts holds no receipt that can be read";
    case "unread":
      return "not known: the receipts are in a ConfigMap, and the dump has none";
  }
}

function receiptWords({ number, at, who, commit, is_dirty }: Receipt): string {
  const source = commit === null ? "no commit" : `commit ${commit.slice(0, COMMIT_DIGITS)}`;
  return `receipt ${number}, ${at}, ${who}, ${source}${is_dirty ? " with changes" : ""}`;
}

const JOB_WORDS: Readonly<Record<NonNullable<DatabaseState["job"]>, string>> = {
  running: "runs",
  complete: "is complete; what it did is not verified yet",
  failed: "failed",
  suspended: "is suspended",
  gone: "is not there: it was not created, or was removed",
  unread: "is not in the dump, and no other Job is",
};

function jobWords({ job = "gone" }: DatabaseState, receipt: Receipt): string {
  return `Job ${receipt.job} ${JOB_WORDS[job]}`;
}
