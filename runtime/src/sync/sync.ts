import { readDefinitions } from "../definitions/read-definitions.ts";
import type { Mount } from "../definitions/read-mount.ts";
import { createSchedule, matchSchedule, retireSchedule, type ScheduleAction } from "../schedules/match-schedule.ts";
import { type ScheduleOwner, scheduleOwner } from "../schedules/schedule-owner.ts";
import type { Schedules } from "../schedules/temporal.ts";
import type { Database } from "../store/database.ts";
import {
  readCompiled,
  readFormerIds,
  readStored,
  retireDefinitions,
  writeDefinitions,
} from "../store/definitions-table.ts";
import { checkIdentity, claim, type Identity, type Place } from "../store/identity.ts";
import { takeLock } from "../store/lock.ts";
import { migrate, pendingMigrations } from "../store/migrate.ts";
import type { Migration } from "../store/migrations.ts";
import { readStanding, recordProjection, type Standing } from "../store/projections-table.ts";
import { applyConcurrently } from "./apply-concurrently.ts";
import { guardOwners } from "./guard-owners.ts";
import { changedUuids, guardRollback } from "./guard-rollback.ts";
import { type DefinitionStep, type Plan, planSync } from "./plan.ts";
import { planWords } from "./plan-words.ts";
import type { ResultActivity, SyncResult } from "./sync-result.ts";

/** What is to be synced, and to where. */
export interface SyncRequest {
  readonly place: Place;
  /** SHA-256 of the text of the index of definitions. */
  readonly indexSha256: string;
  readonly job: string;
  readonly taskQueue: string;
  readonly isClaim: boolean;
  readonly isRollback: boolean;
  /** Says what would be done, and writes nothing. */
  readonly isPlanOnly: boolean;
}

export interface SyncPorts {
  readonly database: Database;
  openSchedules(): Promise<Schedules>;
  /** A line for the operator. */
  say(line: string): void;
}

/** Calls of Temporal that are under way at once. */
const CONCURRENCY = 16;

/**
 * Brings the definitions of a mount that agrees with its index to the database, and then their schedules to Temporal, under
 * one lock. All that can be refused is refused before anything is written. The database is written in one transaction;
 * what is killed after it is found by the next run, since what a schedule has is read from the schedule itself. Undefined
 * where it only had to plan. Throws Stop.
 */
export async function sync(mount: Mount, request: SyncRequest, ports: SyncPorts): Promise<SyncResult | undefined> {
  const { database, say } = ports;
  await takeLock(database, request.job);
  const identity = await checkIdentity(database, request.place, request.isClaim);
  const pending = await pendingMigrations(database, identity);
  const owner = scheduleOwner(request.place);
  const schedules = await ports.openSchedules();
  try {
    // The list takes Temporal the longest; what has to be read here is read meanwhile.
    const [listed, stored, definitions] = await Promise.all([
      schedules.list(),
      readDatabase(database, identity, request.indexSha256),
      readDefinitions(mount),
    ]);
    const present = { ...stored, listed };
    const target = { taskQueue: request.taskQueue, owner };
    await guardOwners(definitions, present, target, schedules);
    const plan = planSync(definitions, present, target);
    if (stored.standing.isOlder && !request.isRollback)
      guardRollback(plan, await readCompiled(database, changedUuids(plan)));
    if (request.isPlanOnly) {
      for (const line of planWords(plan)) say(line);
      return undefined;
    }
    await writeDatabase(database, { request, plan, identity, pending, standing: stored.standing });
    say("the database is written");
    const activities = await writeSchedules(schedules, plan, owner, database.lost);
    return {
      schema_version: 1,
      job: request.job,
      index_sha256: request.indexSha256,
      database: request.place.database,
      cluster_uid: request.place.clusterUid,
      activities,
    };
  } finally {
    await schedules.close();
  }
}

async function readDatabase(database: Database, { kind }: Identity, indexSha256: string) {
  if (kind === "fresh") {
    const standing: Standing = { isCurrent: false, isOlder: false };
    return { stored: [], formerIds: [], standing };
  }
  return {
    stored: await readStored(database),
    formerIds: await readFormerIds(database),
    standing: await readStanding(database, indexSha256),
  };
}

interface DatabaseChange {
  readonly request: SyncRequest;
  readonly plan: Plan;
  readonly identity: Identity;
  readonly pending: readonly Migration[];
  readonly standing: Standing;
}

async function writeDatabase(database: Database, change: DatabaseChange): Promise<void> {
  const { request, plan, identity, pending, standing } = change;
  const changed = plan.steps.filter(({ action }) => action !== "unchanged").map(({ definition }) => definition);
  const retired = plan.retirements.filter(({ retiresRow }) => retiresRow).map(({ uuid }) => uuid);
  const isNothing = pending.length + changed.length + retired.length === 0 && standing.isCurrent;
  if (isNothing) return;
  await database.transaction(async () => {
    await migrate(database, pending);
    if (identity.kind === "fresh") await claim(database, request.place, request.job);
    await writeDefinitions(database, changed, request.job);
    await retireDefinitions(database, retired, request.job);
    if (!standing.isCurrent) await recordProjection(database, request.indexSha256, request.job);
  });
}

/** Retirements come first: an id may pass from one activity to another. */
async function writeSchedules(
  schedules: Schedules,
  { steps, retirements }: Plan,
  owner: ScheduleOwner,
  lost: AbortSignal,
): Promise<ResultActivity[]> {
  const compiled = new Set(steps.map(({ definition }) => definition.activity.uuid));
  const retired = await applyConcurrently(retirements, CONCURRENCY, lost, async (step) => {
    const { uuid, id, sha256, retiresSchedule } = step;
    const schedule: ScheduleAction = retiresSchedule ? await retireSchedule(schedules, id, owner) : "unchanged";
    return { uuid, id, sha256, action: "retired" as const, schedule };
  });
  const kept = await applyConcurrently(steps, CONCURRENCY, lost, async (step) => {
    const { activity, sha256 } = step.definition;
    const schedule = await writeSchedule(schedules, step);
    return { uuid: activity.uuid, id: activity.id, sha256, action: step.action, schedule };
  });
  // The former id of an activity that lives on has no entry of its own: an entry is of an activity.
  return [...kept, ...retired.filter(({ uuid }) => !compiled.has(uuid))];
}

async function writeSchedule(schedules: Schedules, { desired, schedule }: DefinitionStep): Promise<ScheduleAction> {
  if (schedule === "keep") return "unchanged";
  return schedule === "create" ? createSchedule(schedules, desired) : matchSchedule(schedules, desired);
}
