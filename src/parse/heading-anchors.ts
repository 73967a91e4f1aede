import type { Heading } from "./runbook.ts";

/**
 * What `#…` may name on a page with these headings, as GitHub derives it: lower case, dashes for blanks, no punctuation,
 * and `-1`, `-2` behind repetitions. An underscore may stand for emphasis, so each heading also counts without.
 */
export function headingAnchors(headings: readonly Heading[]): Set<string> {
  const slugs = headings.map(({ text }) => slugOf(text));
  return new Set([...numbered(slugs), ...numbered(slugs.map((slug) => slug.replaceAll("_", "")))]);
}

function slugOf(heading: string): string {
  return heading
    .replace(/<[^<>]{0,500}>/g, "")
    .replace(/\[([^[\]]{0,500})\]\([^()]{0,1000}\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

function numbered(slugs: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return slugs.map((slug) => {
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}
