import type { Lane } from "./lanes.ts";
import type { Load } from "./load.ts";
import type { Overlap } from "./overlaps.ts";
import { isoMinute, MINUTES_OF_DAY, type Period } from "./period.ts";
import { busyOf, type Timeline } from "./timeline.ts";

/** A timeline as JSON, by `schemas/timeline.schema.json`. */
export function timelineJson(timeline: Timeline): string {
  const { period, lanes, load, herds, overlaps, proposal } = timeline;
  const at = (minute: number) => isoMinute(period, minute);
  const document = {
    schema_version: 1,
    from: at(0),
    until: at(period.days * MINUTES_OF_DAY),
    load: loadJson(load, period),
    hours: hoursOf(load, period),
    activities: lanes.map((lane) => laneJson(lane, period)),
    herds: herds.map(({ count, minutes, members }) => ({
      count,
      at: minutes.map(at),
      activities: members.map((place) => lanes[place]?.activity.id),
    })),
    overlaps: overlaps.map((overlap) => overlapJson(overlap, period)),
    proposal: proposal
      ? {
          load: loadJson(proposal.load, period),
          edits: proposal.edits.map(({ lane, cron }) => ({
            activity: lane.activity.id,
            path: lane.path,
            before: lane.activity.schedule.cron,
            after: cron,
          })),
          overlaps: proposal.overlaps.map((overlap) => overlapJson(overlap, period)),
        }
      : null,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function loadJson({ peak, peakMinute, crowdedMinutes }: Load, period: Period) {
  return { peak, peak_at: peak === 0 ? null : isoMinute(period, peakMinute), crowded_minutes: crowdedMinutes };
}

/** The hours of a period, in their order. */
function hoursOf({ counts }: Load, period: Period) {
  return Array.from({ length: period.days * 24 }, (_, hour) => {
    const minutes = counts.subarray(hour * 60, hour * 60 + 60);
    return {
      at: isoMinute(period, hour * 60),
      fires: minutes.reduce((sum, count) => sum + count, 0),
      peak: Math.max(...minutes),
    };
  });
}

function laneJson(lane: Lane, period: Period) {
  const { activity, path, minutes, bridges, endpoint } = lane;
  const [first] = minutes;
  return {
    id: activity.id,
    title: activity.title,
    path,
    enabled: activity.enabled,
    phase: activity.rollout.phase,
    cron: activity.schedule.cron,
    jitter_seconds: activity.schedule.jitter_seconds,
    fires: minutes.length,
    first_at: first === undefined ? null : isoMinute(period, first),
    max_seconds: activity.max_seconds,
    start_to_close_seconds: activity.start_to_close_seconds,
    busy: rounded(busyOf(lane, period)),
    endpoint,
    bridges,
  };
}

function overlapJson({ kind, name, lanes, atOnce, atSecond, busy }: Overlap, period: Period) {
  return {
    kind,
    name,
    activities: lanes.length,
    at_once: atOnce,
    at: isoMinute(period, Math.floor(atSecond / 60)),
    busy: rounded(busy),
  };
}

function rounded(part: number): number {
  return Math.round(part * 10_000) / 10_000;
}
