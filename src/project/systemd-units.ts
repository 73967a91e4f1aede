import type { Activity, Rollout } from "../model/activity.ts";
import { type RepresentedField, representations } from "../model/representation.ts";
import { latestEnd } from "../model/timeout-chain.ts";
import { parseCron } from "../schedule/cron.ts";
import { toOnCalendar } from "../schedule/on-calendar.ts";

/** A unit file of systemd, as data: its sections in their order, and in each the settings in theirs. */
export interface SystemdUnit {
  /** With its suffix, such as `statehub-consistency-sync.timer`. */
  readonly name: string;
  /** The activity's id. */
  readonly id: string;
  /** What the definition asks for and the unit cannot do, each with the reason. */
  readonly lost: readonly { readonly field: RepresentedField; readonly why: string }[];
  readonly sections: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The source of a local runner that replaces none, or several. */
const DEFAULT_SOURCE = "local-timer";

/** The service and the timer of an activity's local runner, for the user's systemd; none where it has no `local_unit`. */
export function systemdUnits(activity: Activity): readonly SystemdUnit[] {
  const { id, rollout } = activity;
  if (rollout.local_unit === null) return [];
  const lost = representations(activity).flatMap(({ field, systemd }) =>
    systemd.grade === "impossible" ? [{ field, why: systemd.why }] : [],
  );
  return [
    { name: `${rollout.local_unit}.service`, id, lost, sections: service(activity) },
    { name: `${rollout.local_unit}.timer`, id, lost, sections: timer(activity) },
  ];
}

/**
 * The source by which the local runner's runs are told from others': that of the runner whose place it takes, so that the
 * history goes on under one name.
 */
export function localSource({ replaces, source }: Rollout): string {
  const older = new Set(replaces.map((runner) => runner.source).filter((name) => name !== source));
  const [only] = older;
  return only !== undefined && older.size === 1 ? only : DEFAULT_SOURCE;
}

function service(activity: Activity): SystemdUnit["sections"] {
  const { id, title, rollout, schedule } = activity;
  return {
    Unit: { Description: inOneLine(title) },
    Service: {
      Type: "oneshot",
      // The folder of this file, where it was linked from: it is inside of the project, and that is all that `run` needs.
      WorkingDirectory: "-%Y",
      EnvironmentFile: "-%E/actdef/%N.env",
      ExecStart: `/usr/bin/env actdef run ${id} --source ${localSource(rollout)}`,
      // A jitter passes before the service starts.
      TimeoutStartSec: String(latestEnd(activity) - schedule.jitter_seconds),
    },
  };
}

function timer({ title, schedule, misfire_policy }: Activity): SystemdUnit["sections"] {
  const { cron } = parseCron(schedule.cron);
  if (!cron) throw new Error("a sound definition has a cron expression that passed the gate");
  const { jitter_seconds } = schedule;
  return {
    Unit: { Description: inOneLine(title) },
    Timer: {
      OnCalendar: toOnCalendar(cron),
      AccuracySec: "1s",
      ...(jitter_seconds > 0 ? { RandomizedDelaySec: String(jitter_seconds) } : {}),
      Persistent: String(misfire_policy !== "skip"),
    },
    Install: { WantedBy: "timers.target" },
  };
}

/** A text as the value of a setting: a percent sign begins a specifier, and a backslash at the end joins the next line. */
function inOneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").replaceAll("%", "%%");
  let end = line.length;
  while (line[end - 1] === "\\" || line[end - 1] === " ") end--;
  return line.slice(0, end).trimStart();
}
