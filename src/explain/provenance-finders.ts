import type { Activity } from "../model/activity.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import {
  bridgeAt,
  componentOf,
  type Finder,
  type Origin,
  type Place,
  targetField,
  valueIn,
} from "./provenance-place.ts";

/** The target's namespace, where a host is a bare Service name that is completed with it. */
export function namespaceOfBare(template: string): Finder {
  return (place) => {
    const [found] = targetField(template)(place).map(({ path }) => String(valueIn(place.scene.target, path)));
    return found !== undefined && /^[^.:/[]+(?=[:/]|$)/.test(found.replace(/^https?:\/\//, "")) ? NAMESPACE : [];
  };
}

const NAMESPACE: readonly Origin[] = [{ of: "target", path: ["namespace"] }];

/** The target's namespace, where the bridge at hand is generated into it. */
export function namespaceOfManaged(place: Place): readonly Origin[] {
  return place.scene.target.bridges[bridgeAt(place) ?? ""]?.managed ? NAMESPACE : [];
}

/** The target's namespace, where an account of the access list does not say its own. */
export function namespaceOfAccount(place: Place): readonly Origin[] {
  const own = targetField("access subjects {0} namespace")(place);
  return own.length > 0 ? own : NAMESPACE;
}

/** The definition that a key of the ConfigMap is named after, or a field of it. */
export function definitionOfKey(...path: string[]): Finder {
  return ({ stars }) => [{ of: "definition", id: (stars[0] ?? "").replace(/\.json$/, ""), path }];
}

/** The definitions in a shard, which is named by their hash: the object itself, or the one whose name stands there. */
export function definitionsOfShard(place: Place): readonly Origin[] {
  const name = place.object.kind === "ConfigMap" ? place.object.metadata.name : valueIn(place.object, place.path);
  const shard = place.scene.lines.find(
    ({ at }) => at && componentOf(at.object) === "definitions" && at.object.metadata.name === name,
  )?.at?.object;
  return shard?.immutable === true ? idsIn(shard.data ?? {}).map(wholeDefinition) : [];
}

function idsIn(data: Readonly<Record<string, string>>): string[] {
  return Object.keys(data).map((key) => key.replace(/\.json$/, ""));
}

const wholeDefinition = (id: string): Origin => ({ of: "definition", id, path: [] });

export function allDefinitions({ scene }: Place): readonly Origin[] {
  return scene.activities.map(({ id }) => wholeDefinition(id));
}

/** The longest client deadline of all activities, from which a pod's time to end follows. */
export function longestDeadline({ scene }: Place): readonly Origin[] {
  return deadlines(scene.activities, scene);
}

/** The same of those that the bridge carries, and the variables that lead them there. */
export function longestCarried(place: Place): readonly Origin[] {
  const { scene, object } = place;
  const carried = scene.activities.filter(
    (activity) => bridgeOf(activity, scene.target)?.name === object.metadata.name,
  );
  const longest = longestOf(carried);
  const variables = new Set(longest.map(({ invoke }) => invoke.base_url_env));
  return [
    ...deadlines(carried, scene),
    ...longest.map(({ id }): Origin => ({ of: "definition", id, path: ["invoke", "base_url_env"] })),
    ...[...variables].map((variable): Origin => ({ of: "target", path: ["environment", variable, "bridge"] })),
  ];
}

function longestOf(activities: readonly Activity[]): Activity[] {
  const longest = Math.max(...activities.map(({ invoke }) => invoke.timeout_seconds));
  return activities.filter(({ invoke }) => invoke.timeout_seconds === longest);
}

function deadlines(activities: readonly Activity[], { isWritten }: Place["scene"]): Origin[] {
  return longestOf(activities).map((activity) => {
    const written = ["invoke", "timeout_seconds"];
    return { of: "definition", id: activity.id, path: isWritten(activity, written) ? written : ["max_seconds"] };
  });
}

/** The headers that take their values from Secrets. */
export function secretHeaders({ scene }: Place): readonly Origin[] {
  return scene.activities.flatMap(({ id, invoke }) =>
    Object.entries(invoke.headers).flatMap(([header, value]): Origin[] =>
      typeof value === "string" ? [] : [{ of: "definition", id, path: ["invoke", "headers", header] }],
    ),
  );
}
