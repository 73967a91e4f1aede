import type { EventTally } from "../compare/event-tally.ts";
import { type HubQuery, hubPages } from "../compare/hub-events.ts";
import type { Days } from "../compare/slots.ts";
import { hubClient } from "./hub-client.ts";
import { savedPages, savePage } from "./saved-pages.ts";
import { UsageError } from "./usage-error.ts";

interface HubOptions {
  /** The address of the State Hub. */
  readonly url: string;
  /** Where the target says that it lists its events. */
  readonly path: string | undefined;
  /** `progress_event` of the definition. */
  readonly eventType: string | null;
  readonly days: Days;
}

/** A run of the last slot may begin late. */
const LATE_RUNS_MS = 86_400_000;

/** What is asked for. Throws UsageError where that cannot be said. */
export function hubQuery({ url, path, eventType, days }: HubOptions): HubQuery {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !/^https?:$/.test(address.protocol) || address.username || address.search || address.hash)
    throw new UsageError(`--url ${url}: write an address like http://127.0.0.1:8000`);
  if (path === undefined)
    throw new UsageError("--url: the target does not say where events are listed (progress_events)");
  if (eventType === null) throw new UsageError("--url: the definition names no progress_event to ask for");
  const since = days.from;
  return { url: `${url.replace(/\/$/, "")}${path}`, type: eventType, since, until: days.until + LATE_RUNS_MS };
}

/** Reads all events of a query into a tally: those that `save` has kept, then what the hub has beyond. Throws HubProblem. */
export async function readHub(query: HubQuery, save: string | undefined, tally: EventTally): Promise<void> {
  const place = { input: query.url, line: 0 };
  const take = (events: readonly unknown[]) => {
    for (const event of events) {
      place.line++;
      tally.add(event, place);
    }
  };
  const { pages, after } = save === undefined ? { pages: [], after: null } : await savedPages(save, query);
  for (const { events } of pages) take(events);
  if (after === undefined) return;
  for await (const page of hubPages(query, after, hubClient)) {
    take(page.events);
    if (save !== undefined) await savePage(save, query, page);
  }
}
