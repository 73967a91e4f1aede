import type { Pause } from "../compare/missing.ts";
import type { Days } from "../compare/slots.ts";
import type { Activity } from "../model/activity.ts";
import { dayOption, instantOption } from "./moment-option.ts";
import { UsageError } from "./usage-error.ts";

/** The days that are compared: as they are given, else those of the parallel run. */
export function comparedDays(
  { from, until }: { readonly from?: string; readonly until?: string },
  { parallel }: Activity["rollout"],
): Days {
  const [first, last] = [from ?? parallel?.from, until ?? parallel?.until];
  if (first === undefined || last === undefined)
    throw new UsageError("give --from and --until: the definition has no rollout.parallel");
  const days = { from: dayOption("--from", first), until: dayOption("--until", last) };
  if (days.from < days.until) return days;
  throw new UsageError(`--until ${last} is not after --from ${first}: it is the day after the last one`);
}

/** Reasons by slot, each of which is one of the slots. */
export function explanations(texts: readonly string[], slots: Float64Array): ReadonlyMap<number, string> {
  return new Map(
    texts.map((text) => {
      const [slot = "", ...reason] = text.split("=");
      const words = reason.join("=").trim();
      if (words === "") throw new UsageError(`--explained ${text}: write SLOT=reason`);
      const instant = instantOption("--explained", slot.trim());
      if (!slots.includes(instant))
        throw new UsageError(`--explained ${slot}: nothing fires then in the days compared`);
      return [instant, words] as const;
    }),
  );
}

/** Pauses: `FROM..UNTIL` is one of the candidate, `SOURCE=FROM..UNTIL` one of that runner. */
export function pauses(texts: readonly string[], sources: readonly string[]): Pause[] {
  return texts.map((text) => {
    const [source, range] = text.includes("=") ? (text.split("=", 2) as [string, string]) : [sources[0] ?? "", text];
    const [from, until, ...more] = range.split("..");
    if (from === undefined || until === undefined || more.length > 0)
      throw new UsageError(`--paused ${text}: write FROM..UNTIL, such as 2026-06-23T02:00Z..2026-06-23T04:00Z`);
    if (!sources.includes(source))
      throw new UsageError(`--paused ${text}: no runner "${source}"; there are ${sources.join(", ")}`);
    const pause = { source, from: instantOption("--paused", from), until: instantOption("--paused", until) };
    if (pause.from >= pause.until) throw new UsageError(`--paused ${text}: it ends before it begins`);
    return pause;
  });
}
