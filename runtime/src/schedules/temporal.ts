import { randomUUID } from "node:crypto";
import { Connection } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import type { temporal } from "@temporalio/proto";
import type { Schedule } from "./desired-schedule.ts";
import { GRPC, grpcCode, temporalProblem } from "./temporal-problem.ts";

type Service = Connection["workflowService"];

/**
 * How long Temporal may take to answer a call, repetitions by the client included; and to be there at all. After thousands
 * of creations it works on them for minutes, and describes none of them meanwhile.
 */
const CALL_PATIENCE_MS = 120_000;
const CONNECT_PATIENCE_MS = 30_000;

/** The most that Temporal gives at once. */
const PAGE_SIZE = 1000;

/** What the list tells of a schedule. It may be some seconds old: Temporal keeps it apart from the schedules. */
export interface ListedSchedule {
  readonly id: string;
  readonly workflowType: string;
  readonly isPaused: boolean;
  readonly spec: temporal.api.schedule.v1.IScheduleSpec;
}

/** A schedule as it is now. */
export interface DescribedSchedule {
  readonly schedule: Schedule;
  /** What its next run would be given; undefined where it is not JSON. */
  readonly argument: unknown;
  /** An update with it is dropped, without an error, where the schedule was changed in between. */
  readonly conflictToken: Uint8Array | null | undefined;
}

/** The schedules of a namespace. All throw Stop. */
export interface Schedules {
  list(): Promise<ReadonlyMap<string, ListedSchedule>>;
  /** False where there is one of this id already. */
  create(id: string, schedule: Schedule): Promise<boolean>;
  /** Undefined where there is none. */
  describe(id: string): Promise<DescribedSchedule | undefined>;
  update(id: string, schedule: Schedule, { conflictToken }: DescribedSchedule): Promise<void>;
  close(): Promise<void>;
}

export interface TemporalOptions {
  readonly address: string;
  readonly namespace: string;
  /** Shown by Temporal beside what was changed. */
  readonly identity: string;
}

/** Waits a while for a server that starts. `state` says what was done by then. Throws Stop. */
export async function connectToTemporal(address: string, state: string): Promise<Connection> {
  return await Connection.connect({ address, connectTimeout: CONNECT_PATIENCE_MS }).catch((error) => {
    throw temporalProblem(error, address, "connecting", state);
  });
}

/** Connects to Temporal; waits a while for one that starts. Calls are repeated by the client where that may help. */
export async function openTemporal({ address, namespace, identity }: TemporalOptions): Promise<Schedules> {
  const connection = await connectToTemporal(address, NOTHING_WRITTEN);
  const call = async <T>(doing: string, work: (service: Service) => Promise<T>): Promise<T> => {
    try {
      return await connection.withDeadline(Date.now() + CALL_PATIENCE_MS, () => work(connection.workflowService));
    } catch (error) {
      throw temporalProblem(error, address, doing, doing === LISTING ? NOTHING_WRITTEN : PARTLY_WRITTEN);
    }
  };
  return {
    list: () => call(LISTING, (service) => listAll(service, namespace)),
    create: (id, schedule) => {
      const request = { namespace, identity, scheduleId: id, requestId: randomUUID(), schedule };
      return call(`creating the schedule ${id}`, (service) =>
        unless(GRPC.alreadyExists, service.createSchedule(request)),
      ).then((answer) => answer !== undefined);
    },
    describe: async (id) => {
      const request = { namespace, scheduleId: id };
      const answer = await call(`reading the schedule ${id}`, (service) =>
        unless(GRPC.notFound, service.describeSchedule(request)),
      );
      return answer?.schedule ? described(answer.schedule, answer.conflictToken) : undefined;
    },
    update: async (id, schedule, { conflictToken = null }) => {
      const request = { namespace, identity, scheduleId: id, requestId: randomUUID(), schedule, conflictToken };
      await call(`changing the schedule ${id}`, (service) =>
        unless(GRPC.failedPrecondition, service.updateSchedule(request)),
      );
    },
    close: () => connection.close(),
  };
}

const LISTING = "listing";

const NOTHING_WRITTEN = "nothing was written";
const PARTLY_WRITTEN = "the database is written, and not all schedules are";

/** The answer, or undefined where it is an error of this code. */
async function unless<T>(code: number, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (grpcCode(error) === code) return undefined;
    throw error;
  }
}

async function listAll(service: Service, namespace: string): Promise<ReadonlyMap<string, ListedSchedule>> {
  const found = new Map<string, ListedSchedule>();
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const page = await service.listSchedules({
      namespace,
      maximumPageSize: PAGE_SIZE,
      nextPageToken: nextPageToken ?? null,
    });
    for (const { scheduleId, info } of page.schedules ?? []) {
      const id = scheduleId ?? "";
      const workflowType = info?.workflowType?.name ?? "";
      found.set(id, { id, workflowType, isPaused: info?.paused === true, spec: info?.spec ?? {} });
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken && nextPageToken.length > 0);
  return found;
}

function described(schedule: Schedule, conflictToken: Uint8Array | null | undefined): DescribedSchedule {
  const [payload] = schedule.action?.startWorkflow?.input?.payloads ?? [];
  let argument: unknown;
  try {
    argument = payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
  } catch {
    // Somebody has put something else there by hand.
  }
  return { schedule, argument, conflictToken };
}
