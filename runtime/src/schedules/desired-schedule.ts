import { defaultPayloadConverter } from "@temporalio/common";
import type { temporal } from "@temporalio/proto";
import Long from "long";
import type { CompiledActivity, Range } from "../activity/compiled-activity.ts";
import type { Definition } from "../definitions/definition.ts";
import { sha256 } from "../definitions/sha256.ts";
import { RUN_WORKFLOW } from "../workflows/contract.ts";
import { ownerInMemo, ownerMemo, type ScheduleOwner } from "./schedule-owner.ts";

export type Schedule = temporal.api.schedule.v1.ISchedule;
type ScheduleSpec = temporal.api.schedule.v1.IScheduleSpec;
type SchedulePolicies = temporal.api.schedule.v1.ISchedulePolicies;

/** When and how an activity is to fire. */
export interface DesiredSchedule {
  readonly id: string;
  readonly activity: CompiledActivity;
  readonly taskQueue: string;
  readonly owner: ScheduleOwner;
  /** SHA-256 over all of it, the activity and the owner included; the comment of its calendar says it. */
  readonly mark: string;
  readonly spec: ScheduleSpec;
  readonly policies: SchedulePolicies;
  /** No run lasts longer. */
  readonly runSeconds: number;
}

/** Where and for whom schedules are. */
export interface ScheduleTarget {
  readonly taskQueue: string;
  readonly owner: ScheduleOwner;
}

const RETIRED = "retired";

/** Every comment of this program: `actdef`, the mark or `retired`, the keys of owner and task queue, and the cron for people. */
const COMMENT = /^actdef (retired|[0-9a-f]{64})(?: ([0-9a-f]{12})(?:\.([0-9a-f]{8}))?(?![^ ]))?/;

const QUEUE_KEY_LENGTH = 8;

/** Temporal refuses longer comments, in bytes; ours are ASCII. */
const MAX_COMMENT = 200;

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

/** Values of Temporal's ScheduleOverlapPolicy. */
const OVERLAP = { skip: 1, buffer_one: 2, buffer_all: 3, cancel_running: 4, allow: 6 } as const;

/** Maps an activity to its schedule in Temporal, by the table of policies. Pure. */
export function desiredSchedule({ activity, sha256: hash }: Definition, target: ScheduleTarget): DesiredSchedule {
  const { taskQueue, owner } = target;
  const spec = specOf(activity);
  const policies = policiesOf(activity);
  // No run outlives its catch-up window, or at least a day, in which no worker takes it up; one that a worker has begun
  // ends by its own time-outs long before. Without a bound, a run on a task queue that nobody serves would keep all
  // later fires from starting for ever.
  const runSeconds = workSeconds(activity) + Math.max(catchupSeconds(activity), DAY_SECONDS);
  const mark = sha256(JSON.stringify([hash, spec, policies, taskQueue, runSeconds, RUN_WORKFLOW, owner.key]));
  return { id: activity.id, activity, taskQueue, owner, mark, spec, policies, runSeconds };
}

/** As Temporal is told; its state is not part of it, since people pause and resume. */
export function toSchedule(desired: DesiredSchedule): Schedule {
  const { activity, taskQueue, owner, mark, spec, policies, runSeconds } = desired;
  const [calendar] = spec.structuredCalendar ?? [];
  const keys = `${owner.key}.${queueKey(taskQueue)}`;
  const comment = `actdef ${mark} ${keys} ${activity.schedule.cron}`.slice(0, MAX_COMMENT);
  return {
    spec: { ...spec, structuredCalendar: [{ ...calendar, comment }] },
    policies,
    action: {
      startWorkflow: {
        workflowId: activity.id,
        workflowType: { name: RUN_WORKFLOW },
        taskQueue: { name: taskQueue },
        input: { payloads: [defaultPayloadConverter.toPayload(activity)] },
        memo: ownerMemo(owner),
        workflowExecutionTimeout: seconds(runSeconds),
      },
    },
  };
}

/** The hash in the comment of a listed or described schedule; undefined where it is not of this program, or retired. */
export function markOf(spec: ScheduleSpec | null | undefined): string | undefined {
  const mark = commentOf(spec)?.[1];
  return mark === RETIRED ? undefined : mark;
}

export function isRetired(spec: ScheduleSpec | null | undefined): boolean {
  return commentOf(spec)?.[1] === RETIRED;
}

/** The key of its owner in the comment of a listed schedule; undefined where it does not say it. */
export function listedOwner(spec: ScheduleSpec | null | undefined): string | undefined {
  return commentOf(spec)?.[2];
}

/** Whether a listed schedule runs on a task queue, as its comment says; false where it does not say it. */
export function isOnQueue(spec: ScheduleSpec | null | undefined, taskQueue: string): boolean {
  return commentOf(spec)?.[3] === queueKey(taskQueue);
}

function queueKey(taskQueue: string): string {
  return sha256(taskQueue).slice(0, QUEUE_KEY_LENGTH);
}

/** The key of the owner of a described schedule, which its memo tells where somebody has changed the comment. */
export function ownerKey(schedule: Schedule): string | undefined {
  return listedOwner(schedule.spec) ?? ownerInMemo(schedule)?.key;
}

/** The same spec, with a comment that says that it is retired. */
export function retiredSpec(spec: ScheduleSpec, { key }: ScheduleOwner): ScheduleSpec {
  const [first, ...others] = spec.structuredCalendar ?? [];
  return { ...spec, structuredCalendar: [{ ...first, comment: `actdef ${RETIRED} ${key}` }, ...others] };
}

/** Whether a schedule fires when it should, whatever its comment says: somebody may have edited it. */
export function isSameSpec(is: ScheduleSpec | null | undefined, ought: ScheduleSpec | null | undefined): boolean {
  return specKey(is) === specKey(ought);
}

/** Its parts; null where it is not of this program. */
function commentOf(spec: ScheduleSpec | null | undefined): RegExpExecArray | null {
  return COMMENT.exec(spec?.structuredCalendar?.[0]?.comment ?? "");
}

/** As text in one order, with the defaults that Temporal leaves out. */
function specKey(spec: ScheduleSpec | null | undefined): string {
  const calendars = (spec?.structuredCalendar ?? []).map((it) =>
    [it.second, it.minute, it.hour, it.dayOfMonth, it.month, it.year, it.dayOfWeek].map(rangesKey).join(" "),
  );
  const extras = [
    spec?.interval,
    spec?.excludeStructuredCalendar,
    spec?.excludeCalendar,
    spec?.cronString,
    spec?.calendar,
  ];
  const instants = [spec?.startTime, spec?.endTime, spec?.jitter].map((it) => `${it?.seconds ?? 0}.${it?.nanos ?? 0}`);
  return [...calendars, ...extras.map((it) => it?.length ?? 0), ...instants, spec?.timezoneName || "UTC"].join("|");
}

function rangesKey(ranges: readonly temporal.api.schedule.v1.IRange[] | null | undefined): string {
  return (ranges ?? [])
    .map(({ start, end, step }) => `${start || 0}-${Math.max(start || 0, end || 0)}/${step || 1}`)
    .join(",");
}

function specOf({ schedule }: CompiledActivity): ScheduleSpec {
  const { calendar, jitter_seconds, starts_at, ends_at } = schedule;
  return {
    structuredCalendar: [
      {
        second: [{ start: 0, end: 0, step: 1 }],
        minute: rangesOf(calendar.minute),
        hour: rangesOf(calendar.hour),
        dayOfMonth: rangesOf(calendar.day_of_month),
        month: rangesOf(calendar.month),
        dayOfWeek: rangesOf(calendar.day_of_week),
      },
    ],
    // Temporal takes both ends as part of the time, as we do; fires are at whole seconds.
    ...(starts_at === null ? {} : { startTime: seconds(Math.ceil(Date.parse(starts_at) / 1000)) }),
    ...(ends_at === null ? {} : { endTime: seconds(Math.floor(Date.parse(ends_at) / 1000)) }),
    ...(jitter_seconds === 0 ? {} : { jitter: seconds(jitter_seconds) }),
    timezoneName: schedule.timezone,
  };
}

function rangesOf(ranges: readonly Range[]): temporal.api.schedule.v1.IRange[] {
  return ranges.map(({ start, end, step }) => ({ start, end, step }));
}

function policiesOf(activity: CompiledActivity): SchedulePolicies {
  return {
    overlapPolicy: overlapOf(activity),
    catchupWindow: seconds(catchupSeconds(activity)),
    pauseOnFailure: activity.on_failure === "pause" && activity.on_failure_after === 1,
  };
}

/** Fires that are made up for come all at once: with a policy that starts each of them, `fire_once` would be all. */
function overlapOf({ misfire_policy, overlap_policy }: CompiledActivity): number {
  const startsEach = overlap_policy === "allow" || overlap_policy === "buffer_all";
  return OVERLAP[misfire_policy === "fire_once" && startsEach ? "skip" : overlap_policy];
}

/** Always written: Temporal's default is a year. */
function catchupSeconds({ misfire_policy, misfire_grace_seconds }: CompiledActivity): number {
  return misfire_policy === "skip" ? misfire_grace_seconds : YEAR_SECONDS;
}

/** The longest that the attempts of a run take, with the pauses between them. */
export function workSeconds({ start_to_close_seconds, retry }: CompiledActivity): number {
  return retry.max_attempts * start_to_close_seconds + (retry.max_attempts - 1) * retry.max_backoff_seconds;
}

function seconds(count: number) {
  return { seconds: Long.fromNumber(count), nanos: 0 };
}
