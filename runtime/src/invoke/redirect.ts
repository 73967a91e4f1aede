import type { WireRequest } from "./build-request.ts";
import type { RawAnswer } from "./exchange.ts";

export type Redirect =
  | { readonly action: "none" }
  | { readonly action: "follow"; readonly url: URL }
  | { readonly action: "refuse"; readonly reason: string };

/** How many redirects are followed in one attempt. */
const MAX_REDIRECTS = 3;

const ANY_METHOD = new Set([307, 308]);
const TO_A_GET = new Set([301, 302, 303]);

/**
 * Whether an answer leads elsewhere, and whether that is followed: only within the same origin, so that neither a secret
 * nor the work goes to a host that nobody declared, and only where the request stays what it is.
 */
export function redirectOf({ method, url }: WireRequest, { status, headers }: RawAnswer, followed: number): Redirect {
  if (!ANY_METHOD.has(status) && !TO_A_GET.has(status)) return { action: "none" };
  const refuse = (why: string): Redirect => ({
    action: "refuse",
    reason: `the service answered ${status}, a redirect ${why}`,
  });
  const { location } = headers;
  if (location === undefined || !URL.canParse(location, url.href)) return refuse("without a readable location");
  const next = new URL(location, url);
  if (next.origin !== url.origin || next.username !== "" || next.password !== "")
    return refuse(`to another origin, which is not followed: ${next.host || next.protocol}`);
  if (TO_A_GET.has(status) && method !== "GET" && method !== "HEAD")
    return refuse(`on ${next.host} that would turn the ${method} into a GET`);
  if (followed >= MAX_REDIRECTS) return refuse(`on ${next.host} after ${MAX_REDIRECTS} others`);
  return { action: "follow", url: next };
}
