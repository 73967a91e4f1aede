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
  readonly id: string | number;
  readonly type?: unknown;
  readonly detail?: { readonly source?: unknown } | null;
}

/** A page of events, and what `after` has to be for the following one; null after the last one. */
interface EventPage {
  readonly events: readonly ProgressEvent[];
  readonly next: string | number | null;
}

const PAGE_SIZE = 1000;
const MAX_PAGES = 1000;
const PAGE_PATIENCE_MS = 30_000;

/**
 * The ids of the events that are meant. The list is asked for by `type`, `since`, `limit` and `after`, and answers
 * `{ events, next }`. Throws Stop.
 */
export async function eventIds(list: EventList, filter: EventFilter): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let after: EventPage["next"] = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { events, next }: EventPage = await eventPage(list, filter, after);
    for (const { id, type, detail } of events)
      if (type === filter.type && detail?.source === filter.source) found.add(String(id));
    if (next === null || next === undefined) return found;
    after = next;
  }
  throw failed(`the progress events at ${list.path} cannot be read: they have more than ${MAX_PAGES} pages`);
}

async function eventPage(
  { baseUrl, path }: EventList,
  { type, since }: EventFilter,
  after: EventPage["next"],
): Promise<EventPage> {
  const query = new URLSearchParams({ type, since, limit: String(PAGE_SIZE) });
  if (after !== null) query.set("after", String(after));
  const problem = (what: string) => failed(`the progress events at ${path} cannot be read: ${what}`);
  const response = await fetch(`${baseUrl.replace(/\/+$/, "")}${path}?${query}`, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(PAGE_PATIENCE_MS),
  }).catch((error) => {
    throw problem(error instanceof Error ? causeOf(error) : String(error));
  });
  if (!response.ok) throw problem(`the service answered ${response.status}`);
  const answer = (await response.json().catch(() => undefined)) as Partial<EventPage> | null | undefined;
  if (!Array.isArray(answer?.events)) throw problem("the answer holds no list of events");
  return { events: answer.events, next: answer.next ?? null };
}

function causeOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message ? cause.message : message;
}
