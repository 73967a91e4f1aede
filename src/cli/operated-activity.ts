import { basename } from "node:path";
import { emit } from "../compile.ts";
import { activitiesIn, activityOnDisk } from "../emit/file-difference.ts";
import { GENERATED_FOLDER } from "../emit/output-files.ts";
import { readExisting } from "../emit/write-outputs.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import type { Target } from "../model/target.ts";
import { isShardObject } from "../operate/projected-target.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { runtime } from "../project/runtime.ts";
import { activityHint } from "./activity-hint.ts";
import { onlyTarget } from "./compile-plan.ts";
import { compileTarget, projectedTarget } from "./compiled-target.ts";
import { targetsAround } from "./project-sources.ts";
import { soundTarget } from "./sound-target.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What an operator's command is about. */
export interface OperatedActivity {
  /** The project's folder. */
  readonly root: string;
  readonly target: Target;
  /** The target's sync Job, whose container is used. */
  readonly syncJob: KubernetesObject;
  readonly activity: CompiledActivity;
}

/**
 * The activity of an id, as the project around this folder compiles it for a target, which needs no name where there is
 * only one; undefined where the project has errors, which are printed. Throws UsageError, with the closest id.
 */
export async function operatedActivity(
  id: string,
  name: string | undefined,
  terminal: Terminal,
): Promise<OperatedActivity | undefined> {
  // A warning about some definition is no help to who wants one schedule to act.
  const compiled = await compileTarget(name, process.cwd(), terminal, { areWarningsShown: false });
  if (!compiled) return undefined;
  const { objects, target, job: syncJob } = projectedTarget(compiled);
  const activities = activitiesIn(objects.filter(isShardObject));
  const activity = activities.get(id);
  if (activity) return { root: compiled.root, target, syncJob, activity };
  throw new UsageError(`${target.name} has no activity "${id}"; ${activityHint(id, [...activities.keys()])}`);
}

/**
 * The same for what cannot wait until the project is sound: by a target that is, and the activity in its manifests, which
 * is what was synced. Only where it is not among them do the definitions count.
 */
export async function syncedActivity(
  id: string,
  name: string | undefined,
  terminal: Terminal,
): Promise<OperatedActivity | undefined> {
  const synced = await syncedTarget(name, terminal);
  if (!synced) return undefined;
  const { root, target, syncJob } = synced;
  const activity = await synced.activity(id);
  if (activity) return { root, target, syncJob, activity };
  const compiled = await operatedActivity(id, target.name, terminal);
  const folder = manifestFolder(target);
  if (!compiled) terminal.err(`nothing was done: the manifests in ${folder} have no activity "${id}" either\n`);
  return compiled;
}

/** A target as it was synced. */
export interface SyncedTarget extends Omit<OperatedActivity, "activity"> {
  /** The activity of an id in the target's manifests. */
  activity(id: string): Promise<CompiledActivity | undefined>;
}

/** A sound target, and what its manifests say; undefined where it is not sound, which is printed. Throws UsageError. */
export async function syncedTarget(name: string | undefined, terminal: Terminal): Promise<SyncedTarget | undefined> {
  const project = targetsAround(process.cwd());
  const names = project.targets.map(({ path }) => basename(path, ".yaml"));
  const wanted = onlyTarget(names, name);
  const file = await soundTarget(project, wanted, terminal);
  if (!file) {
    const path = `k8s/targets/${wanted}.yaml`;
    terminal.err(`nothing was done: only a sound target leads to the cluster
next: mend it, or check out a commit in which it was sound (git log -- ${path}), and run it there\n`);
    return undefined;
  }
  const { root } = project;
  const { target } = file;
  const { job: syncJob } = projectedTarget({ root, target, outputs: emit([], [file]) });
  return {
    root,
    target,
    syncJob,
    activity: async (id) => {
      const manifest = await readExisting(root, `${manifestFolder(target)}/${runtime.file}`);
      return manifest === undefined ? undefined : activityOnDisk(manifest, id);
    },
  };
}

function manifestFolder({ name }: Target): string {
  return `${GENERATED_FOLDER}/${name}`;
}
