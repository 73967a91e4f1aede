import { appendFile, readFile, truncate } from "node:fs/promises";
import { type EventPage, isEventPage } from "../compare/event-page.ts";
import type { HubQuery } from "../compare/hub-events.ts";
import { UsageError } from "./usage-error.ts";

/** The pages of a query that were read before, and where to go on. */
export interface SavedPages {
  readonly pages: readonly EventPage[];
  /** Behind which cursor the next page begins; undefined where there is none to come. */
  readonly after: string | null | undefined;
}

/** The pages in a file of `--save`, one a line. A page that was cut off is removed, and asked for again. */
export async function savedPages(path: string, query: HubQuery): Promise<SavedPages> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const pages = whole
    .split("\n")
    .slice(0, -1)
    .map((line) => pageOf(line, path, query));
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  const last = pages.at(-1);
  return { pages, after: last === undefined ? null : (last.next ?? undefined) };
}

/** Adds a page to a file of `--save`, with what was asked for. */
export async function savePage(path: string, query: HubQuery, page: EventPage): Promise<void> {
  await appendFile(path, `${JSON.stringify({ query, events: page.events, next: page.next })}\n`);
}

function pageOf(line: string, path: string, query: HubQuery): EventPage {
  let page: unknown;
  try {
    page = JSON.parse(line);
  } catch {
    page = undefined;
  }
  if (!isEventPage(page) || !("query" in page))
    throw new UsageError(`--save ${path}: this file holds something else than pages of events`);
  if (JSON.stringify(page.query) !== JSON.stringify(query))
    throw new UsageError(`--save ${path}: its pages answer another question; give another file`);
  return page;
}
