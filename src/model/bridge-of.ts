import type { Activity } from "./activity.ts";
import type { Bridge, Target } from "./target.ts";

/** What decides which bridge a call goes through. */
interface Caller {
  readonly invoke: Pick<Activity["invoke"], "base_url_env">;
}

/** The bridge that an activity's calls go through on a target: the one behind its environment variable. */
export function bridgeOf(activity: Caller, target: Target): { name: string; bridge: Bridge } | undefined {
  const { base_url_env } = activity.invoke;
  if (!Object.hasOwn(target.environment, base_url_env)) return undefined;
  const name = target.environment[base_url_env]?.bridge;
  if (name === undefined || !Object.hasOwn(target.bridges, name)) return undefined;
  const bridge = target.bridges[name];
  return bridge && { name, bridge };
}
