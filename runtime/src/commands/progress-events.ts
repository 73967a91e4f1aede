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

/** What is read of an event; where the service keeps its own fields in `detail`, the source is there. */
interface ProgressEvent {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly source?: unknown;
  readonly detail?: { readonly source?: unknown } | null;
}

/** By `schemas/event-page.schema.json`. */
interface EventPage {
  readonly events: readonly ProgressEvent[];
  /** What leads to the following page; null on the last one. */
  readonly next: string | null;
}

const PAGE_SIZE = 1000;
const MAX_PAGES = 100;
const PAGE_PATIENCE_MS = 30_000;

/** The ids of the events that are meant, from all pages. Throws Stop. */
export async function eventIds(list: EventList, filter: EventFilter): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let after: string | null = null;
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const page: EventPage = await eventPage(list, filter, after);
    for (const event of page.events) {
      const source = event.detail?.source ?? event.source;
      if (event.type === filter.type && source === filter.source) found.add(keyOf(event));
    }
    if (page.next === null || page.next === after) return found;
    after = page.next;
  }
  throw failed(`the list of progress events at ${list.path} has more than ${MAX_PAGES} pages`);
}

function keyOf(event: ProgressEvent): string {
  const { id } = event;
  return typeof id === "string" || typeof id === "number" ? String(id) : JSON.stringify(event);
}

async function eventPage(
  { baseUrl, path }: EventList,
  { type, since }: EventFilter,
  after: string | null,
): Promise<EventPage> {
  const query = new URLSearchParams({ type, since, limit: String(PAGE_SIZE), ...(after === null ? {} : { after }) });
  const problem = (what: string) => failed(`the progress events at ${path} cannot be read: ${what}`);
  const response = await fetch(`${baseUrl.replace(/\/$/, "")}${path}?${query}`, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(PAGE_PATIENCE_MS),
  }).catch((error) => {
    throw problem(error instanceof Error ? causeOf(error) : String(error));
  });
  if (!response.ok) throw problem(`the service answered ${response.status}`);
  const answer: unknown = await response.json().catch(() => undefined);
  if (!isEventPage(answer)) throw problem("the answer is no page of events: an object with events and next");
  return answer;
}

function isEventPage(answer: unknown): answer is EventPage {
  const { events, next } = (answer ?? {}) as Partial<EventPage>;
  const areObjects = Array.isArray(events) && events.every((event) => typeof event === "object" && event !== null);
  return areObjects && (next === null || typeof next === "string");
}

function causeOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message ? cause.message : message;
}
