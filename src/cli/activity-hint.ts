import { closeMatch } from "../validate/suggest.ts";

const MAX_IDS = 8;

/** What is told of an id that no activity has: the closest one, else some of those that there are. */
export function activityHint(id: string, ids: readonly string[]): string {
  const match = closeMatch(id, ids);
  return match ? `did you mean ${match}?` : `there are ${ids.slice(0, MAX_IDS).join(", ") || "none"}`;
}
