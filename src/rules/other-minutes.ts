import { sha256 } from "../model/canonical-json.ts";
import type { Cron } from "../schedule/cron.ts";
import { fieldsOfAlias } from "../schedule/read-alias.ts";

const HOUR = 60;

/** A cron at other minutes of the hour. */
export interface OtherMinutes {
  readonly cron: string;
  readonly minutes: readonly number[];
}

/**
 * The schedule as often as it is, moved to other minutes of the hour: as many behind the start of its period as the id
 * says, by its SHA-256, or the next ones that are free. Nothing where it does not fire evenly, or none is free.
 */
export function otherMinutes(
  cron: Cron,
  id: string,
  isFree: (minutes: readonly number[]) => boolean,
): OtherMinutes | undefined {
  const period = HOUR / cron.minute.values.length;
  if (!cron.minute.values.every((minute, index) => minute === (cron.minute.values[0] ?? 0) + index * period)) return;
  const first = Number.parseInt(sha256(id).slice(0, 8), 16);
  for (let tried = 0; tried < period; tried++) {
    const offset = (first + tried) % period;
    const minutes = cron.minute.values.map((_, index) => offset + index * period);
    if (isFree(minutes)) return { cron: withMinutes(cron, offset, minutes), minutes };
  }
  return undefined;
}

function withMinutes({ source }: Cron, offset: number, minutes: readonly number[]): string {
  const [, ...others] = (fieldsOfAlias(source.trim()) ?? source).trim().split(/\s+/);
  const step = HOUR / minutes.length;
  const stepped = offset === 0 ? `*/${step}` : `${offset}-59/${step}`;
  return [minutes.length > 2 ? stepped : minutes.join(","), ...others].join(" ");
}
