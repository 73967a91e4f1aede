import { REASON_WORDS } from "../figure-rows.ts";
import { minuteText, secondsText } from "../show.ts";
import type { SlotCell, SlotState } from "./slot-rows.ts";

/** How a state is told: a sign that needs no colour, and words. */
export const STATES: Readonly<Record<SlotState, { readonly sign: string; readonly words: string }>> = {
  ok: { sign: "", words: "ok" },
  warn: { sign: "!", words: "ok with warnings" },
  failed: { sign: "×", words: "failed" },
  timed_out: { sign: "T", words: "timed out" },
  paused: { sign: "=", words: `no run: ${REASON_WORDS.paused}` },
  asleep: { sign: "z", words: `no run: ${REASON_WORDS.asleep}` },
  overlap: { sign: "o", words: `no run: ${REASON_WORDS.overlap}` },
  unknown: { sign: "?", words: "no run: nobody knows why" },
  none: { sign: "", words: "no run, not compared" },
};

/** What is said of a slot where somebody asks: "2026-06-23 02:15Z, activity-core: failed, began 0.4 s late, took 30 s". */
export function slotWords({
  at,
  source,
  state,
  isCompared,
  isLate,
  extraRuns,
  lateness,
  duration,
  reason,
}: SlotCell): string {
  const parts = [
    STATES[state].words,
    ...(Number.isNaN(lateness) ? [] : [`began ${secondsText(lateness)} s after its fire${isLate ? ", late" : ""}`]),
    ...(Number.isNaN(duration) ? [] : [`took ${secondsText(duration)} s`]),
    ...(extraRuns > 0 ? [`ran ${extraRuns + 1} times`] : []),
    ...(reason === null ? [] : [`explained: ${reason}`]),
    ...(isCompared || state === "none" ? [] : ["not compared"]),
  ];
  return `${minuteText(at)}, ${source}: ${parts.join(", ")}`;
}
