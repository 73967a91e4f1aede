/** What the State Hub answers: some events, and where the next ones begin; `schemas/event-page.schema.json`. */
export interface EventPage {
  readonly events: readonly unknown[];
  /** Null on the last page. */
  readonly next: string | null;
}

export function isEventPage(value: unknown): value is EventPage {
  if (typeof value !== "object" || value === null || !("events" in value) || !("next" in value)) return false;
  return Array.isArray(value.events) && (value.next === null || typeof value.next === "string");
}
