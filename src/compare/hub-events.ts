import { type EventPage, isEventPage } from "./event-page.ts";

/** Which events are asked for. Instants are milliseconds since 1970; `until` is not included. */
export interface HubQuery {
  /** The address of the list, without a query. */
  readonly url: string;
  readonly type: string;
  readonly since: number;
  readonly until: number;
}

/** An answer, or why there is none. */
export type HubAnswer =
  | { readonly status: number; readonly body: string; readonly retryAfterSeconds: number | null }
  | { readonly unanswered: string };

/** The hub as it is reached. */
export interface HubPort {
  get(url: string): Promise<HubAnswer>;
  sleep(milliseconds: number): Promise<void>;
}

/** The hub does not tell its events; the message says why. */
export class HubProblem extends Error {}

/** Events a page. */
const LIMIT = 1000;
/** Waits between tries of a page, in milliseconds. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000] as const;
const MAX_RETRY_AFTER_SECONDS = 30;

/**
 * The pages of a query, from behind a cursor on, or from the beginning. A page that is not answered is asked for again,
 * by the same cursor, so nothing is lost or doubled. Throws HubProblem.
 */
export async function* hubPages(query: HubQuery, after: string | null, port: HubPort): AsyncGenerator<EventPage> {
  const seen = new Set<string>();
  for (let cursor = after; ; ) {
    const page = await readPage(pageUrl(query, cursor), port);
    yield page;
    if (page.next === null) return;
    if (seen.has(page.next))
      throw new HubProblem(`${query.url} tells of page "${page.next}" twice: it would never end`);
    seen.add(page.next);
    cursor = page.next;
  }
}

function pageUrl({ url, type, since, until }: HubQuery, cursor: string | null): string {
  const parameters = new URLSearchParams({
    type,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    limit: String(LIMIT),
    ...(cursor === null ? {} : { after: cursor }),
  });
  return `${url}?${parameters}`;
}

async function readPage(url: string, port: HubPort): Promise<EventPage> {
  for (let tries = 0; ; tries++) {
    const answer = await port.get(url);
    if ("status" in answer && answer.status >= 200 && answer.status < 300) return pageOf(answer.body, url);
    const wait = waitBefore(answer, tries);
    if (wait === undefined)
      throw new HubProblem(`${url}: ${reasonOf(answer)}, after ${tries + 1} ${tries === 0 ? "try" : "tries"}`);
    await port.sleep(wait);
  }
}

/** Milliseconds until the next try, or undefined where there is to be none: what was refused once is refused again. */
function waitBefore(answer: HubAnswer, tries: number): number | undefined {
  const wait = WAITS_MS[tries];
  if (wait === undefined || "unanswered" in answer) return wait;
  const { status, retryAfterSeconds } = answer;
  if (status !== 429 && status < 500) return undefined;
  return retryAfterSeconds === null ? wait : Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS) * 1000;
}

function reasonOf(answer: HubAnswer): string {
  return "unanswered" in answer ? answer.unanswered : `it answers ${answer.status}`;
}

function pageOf(body: string, url: string): EventPage {
  try {
    const page: unknown = JSON.parse(body);
    if (isEventPage(page)) return page;
  } catch {
    throw new HubProblem(`${url}: it answers with something that is not JSON`);
  }
  throw new HubProblem(`${url}: it answers with JSON that is no page of events (actdef schema event-page)`);
}
