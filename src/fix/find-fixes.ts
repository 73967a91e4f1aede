import { booleanCase } from "./boolean-case.ts";
import { cronAlias } from "./cron-alias.ts";
import { cronBlanks } from "./cron-blanks.ts";
import type { Fix, Reading } from "./fix.ts";
import { isFixName } from "./fixes.ts";
import { missingUuid } from "./missing-uuid.ts";

/** Everything that can be mended in a file: what its diagnostics offer, in their order, and what is no problem. */
export function findFixes(reading: Reading, uuid: string): Fix[] {
  const offered = reading.diagnostics.flatMap(({ code, fix }): Fix[] =>
    fix && isFixName(code) ? [{ name: code, edits: fix, answers: code }] : [],
  );
  const { definition } = reading;
  if (!definition) return offered;
  const { document } = definition;
  return [
    ...offered,
    ...missingUuid(document, uuid),
    ...cronAlias(document),
    ...cronBlanks(document),
    ...booleanCase(document),
  ];
}
