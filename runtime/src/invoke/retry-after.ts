import type { IncomingHttpHeaders } from "node:http";

const MS_PER_SECOND = 1000;

/**
 * The seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date), or null where there is none that can
 * be read. A date is compared with the answer's own, so that it does not matter how the clocks differ.
 *
 * @param now milliseconds since 1970, for an answer that does not say its date
 */
export function retryAfterSeconds(headers: IncomingHttpHeaders, now: number): number | null {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^[0-9]{1,12}$/.test(text)) return Number(text);
  const until = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return null;
  const said = Date.parse(headers.date ?? "");
  return Math.max(0, Math.ceil((until - (Number.isNaN(said) ? now : said)) / MS_PER_SECOND));
}
