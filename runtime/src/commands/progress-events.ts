import { failed } from "../activity/stop.ts";

/** Where the called service lists its progress events. */
export interface EventList {
  readonly baseUrl: string;
  readonly path: string;
}

/** Which events are meant: of a type, left by a runner, not long ago. */
export interface EventFilter {
  readonly type: string;
  readonly source: string;
  /** RFC 3339. */
  readonly since: string;
}

interface ProgressEvent {
  readonly id?: unknown;
  readonly event_type?: unknown;
  readonly detail?: { readonly source?: unknown } | null;
}

const PAGE_SIZE = 100;
const MAX_PAGES = 100;
const PAGE_PATIENCE_MS = 30_000;

/**
 * The keys of the events that are meant. Asks for `event_type`, `since`, `limit` and `offset`; a service may ignore any of
 * them. An answer is a list of events, or has one as `events`. Throws Stop.
 */
export async function eventKeys(list: EventList, filter: EventFilter): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const seen = new Set<string>();
  for (let page = 0; page < MAX_PAGES; page++) {
    const events = await eventPage(list, filter, page * PAGE_SIZE);
    const before = seen.size;
    for (const event of events) {
      const key =
        typeof event.id === "string" || typeof event.id === "number" ? String(event.id) : JSON.stringify(event);
      seen.add(key);
      if (event.event_type === filter.type && event.detail?.source === filter.source) found.add(key);
    }
    // A service that pages in a way of its own gives the same again.
    if (events.length < PAGE_SIZE || seen.size === before) return found;
  }
  throw failed(`the list of progress events at ${list.path} has more than ${MAX_PAGES} pages`);
}

async function eventPage(
  { baseUrl, path }: EventList,
  { type, since }: EventFilter,
  offset: number,
): Promise<readonly ProgressEvent[]> {
  const query = new URLSearchParams({ event_type: type, since, limit: String(PAGE_SIZE), offset: String(offset) });
  const problem = (what: string) => failed(`the progress events at ${path} cannot be read: ${what}`);
  const response = await fetch(`${baseUrl.replace(/\/+$/, "")}${path}?${query}`, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(PAGE_PATIENCE_MS),
  }).catch((error) => {
    throw problem(error instanceof Error ? causeOf(error) : String(error));
  });
  if (!response.ok) throw problem(`the service answered ${response.status}`);
  const answer: unknown = await response.json().catch(() => undefined);
  const events = Array.isArray(answer) ? answer : (answer as { events?: unknown } | null | undefined)?.events;
  if (!Array.isArray(events)) throw problem("the answer holds no list of events");
  return events.filter((event) => typeof event === "object" && event !== null);
}

function causeOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message ? cause.message : message;
}
