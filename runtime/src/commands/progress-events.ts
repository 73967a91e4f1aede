import { failed } from "../activity/stop.ts";
import { ExchangeProblem, exchange } from "../invoke/exchange.ts";

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

/** Events of some hundred bytes: a page has to fit into the longest answer that is read, 1 MiB. */
const PAGE_SIZE = 500;
const MAX_PAGES = 200;
const PAGE_PATIENCE_SECONDS = 30;

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
  const url = new URL(`${baseUrl.replace(/\/$/, "")}${path}?${query}`);
  const request = { method: "GET", url, headers: { accept: "application/json" }, body: null, secrets: [] };
  const answer = await exchange(request, {
    endsAt: performance.now() + PAGE_PATIENCE_SECONDS * 1000,
    timeoutSeconds: PAGE_PATIENCE_SECONDS,
    signal: undefined,
  }).catch((error) => {
    throw error instanceof ExchangeProblem ? problem(error.message) : error;
  });
  if (answer.status < 200 || answer.status > 299) throw problem(`the service answered ${answer.status}`);
  const page = readJson(answer.text);
  if (!isEventPage(page)) throw problem("the answer is no page of events: an object with events and next");
  return page;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEventPage(answer: unknown): answer is EventPage {
  const { events, next } = (answer ?? {}) as Partial<EventPage>;
  const areObjects = Array.isArray(events) && events.every((event) => typeof event === "object" && event !== null);
  return areObjects && (next === null || typeof next === "string");
}
