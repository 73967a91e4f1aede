import { checkTarget } from "../check/check-source.ts";
import { sha256 } from "../model/canonical-json.ts";
import { dataBytes } from "../model/compiled-activity.ts";
import type { FleetActivity } from "../model/fleet-member.ts";
import type { Target } from "../model/target.ts";
import { addressOf, shardCounts } from "../project/definition-config-maps.ts";
import { pathFinder } from "../source/missing-paths.ts";
import type { LastRun, RunOutcome } from "./cache.ts";
import { type Checked, checkFile } from "./check-file.ts";
import type { CheckedProject } from "./check-project.ts";
import type { ProjectInputs } from "./project-inputs.ts";

/** Of more changed definitions than these, it is not told one by one what they change. */
const MAX_CHANGED = 20;

/** A project of which a few definitions have changed since a run without any problem, and in which there is none now. */
export interface Changes {
  readonly targets: readonly Target[];
  /** The activities of the changed definitions. */
  readonly changed: readonly { readonly id: string; readonly json: string; readonly hasUnits: boolean }[];
  /** The last run, as it would be remembered with these changes, but for its outputs. */
  readonly now: LastRun;
}

/**
 * Checks the few definitions that have changed since the last run, if that is all there is to check: nothing is to be told
 * of them, what matters of them to others is as it was, and each shard holds the same activities. Otherwise the project has
 * to be checked as a whole.
 */
export function checkChanges(inputs: ProjectInputs, hashes: readonly string[], last: LastRun): Changes | undefined {
  const { root, found } = inputs;
  if (pathsSha256(inputs) !== last.paths || hashes.includes("")) return undefined;
  const places = hashes.flatMap((hash, place) => (isAt(last.files, place, hash) ? [] : [place]));
  const findPaths = pathFinder(root);
  if (places.length > MAX_CHANGED || findPaths(last.outcome.links).size > 0) return undefined;
  const targets = inputs.targets.flatMap((file) => checkTarget(file, []).value ?? []);
  const options = { root, targets, findPaths, isCompiled: true, isHashed: true };
  const fresh = places.flatMap((place) => {
    const file = found[place];
    return file ? { place, ...checkFile(file, options) } : [];
  });
  const isAsBefore = ({ checked, place }: Fresh) =>
    // Somebody may have changed the file once more.
    checked.sha256 === hashes[place] && isAt(last.facts, place, factsSha256(checked.member?.activity));
  if (!fresh.every((it) => isSound(it) && isAsBefore(it))) return undefined;
  const bytes = [...last.bytes];
  for (const { place, json } of fresh) bytes[place] = dataBytes(json);
  if (!isSame(bytes, last.bytes) && !isSame(shardsOf(last.addresses, bytes), last.shards)) return undefined;
  const links = [...new Set([...last.outcome.links, ...fresh.flatMap(({ checked }) => checked.links ?? [])])];
  return {
    targets: targets.map(({ target }) => target),
    changed: fresh.map(({ checked: { member }, json }) => ({
      id: member?.activity.id ?? "",
      json,
      hasUnits: (member?.activity.rollout.local_unit ?? null) !== null,
    })),
    now: { ...last, files: withFresh(last.files, fresh), bytes, outcome: { ...last.outcome, links } },
  };
}

/** What is remembered of a checked project without any problem, each of whose definitions is an activity. */
export function lastRunOf(
  inputs: ProjectInputs,
  { activities, hashes }: Pick<CheckedProject, "activities" | "hashes">,
  outcome: RunOutcome,
): LastRun {
  const addresses = activities.map(({ activity }) => addressOf(activity.id)).join("");
  const bytes = activities.map(({ json }) => dataBytes(json));
  return {
    outcome,
    paths: pathsSha256(inputs),
    files: hashes.join(""),
    facts: activities.map(({ activity }) => factsSha256(activity)).join(""),
    addresses,
    bytes,
    shards: shardsOf(addresses, bytes),
  };
}

function pathsSha256({ found }: ProjectInputs): string {
  return sha256(found.map(({ path }) => path).join("\0"));
}

/** Of what matters of an activity to other activities, and to what all of them are projected to. */
function factsSha256(activity: FleetActivity | undefined): string {
  return sha256(JSON.stringify(activity ?? null));
}

/** Whether nothing is to be told of a file, and no comment in it accepts anything. */
function isSound({ checked, json }: Checked): boolean {
  return checked.text === undefined && checked.defect === undefined && checked.hasDeadLinks !== true && json !== "";
}

type Fresh = Checked & { readonly place: number };

/** The hexadecimal digits of SHA-256. */
const DIGITS = 64;

function isAt(hashes: string, place: number, hash: string): boolean {
  return hashes.startsWith(hash, place * DIGITS);
}

function withFresh(hashes: string, fresh: readonly Fresh[]): string {
  return fresh.reduce(
    (all, { place, checked }) => all.slice(0, place * DIGITS) + checked.sha256 + all.slice((place + 1) * DIGITS),
    hashes,
  );
}

/** How many activities each shard holds. */
function shardsOf(addresses: string, bytes: readonly number[]): number[] {
  const addressAt = (place: number) => addresses.slice(place * DIGITS, (place + 1) * DIGITS);
  return shardCounts(bytes.map((count, place) => ({ address: addressAt(place), bytes: count })));
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
