import { sha256 } from "../model/canonical-json.ts";

/** What a container has left: its log, and its termination message. */
export interface Left {
  readonly log: string;
  readonly terminationMessage: string;
}

/** The JSON of a result line that is whole; or why it proves nothing. */
export type ReadResult = { readonly result: object } | { readonly reason: string };

/** Either what is proved; or why what was left proves nothing. */
export type Verified<R> =
  | { readonly isProved: true; readonly result: R }
  | { readonly isProved: false; readonly reason: string };

/** Reads a result line, and holds some of its members against what they have to be. */
export function verifyResultLine<R extends object>(
  left: Left,
  { mark, list }: { readonly mark: string; readonly list: string },
  expected: Partial<R>,
): Verified<R> {
  const read = readResultLine(left, mark, list);
  if ("reason" in read) return { isProved: false, reason: read.reason };
  const result = read.result as R;
  const names = Object.keys(expected) as (keyof R & string)[];
  const wrong = names.find((name) => result[name] !== expected[name]);
  if (wrong === undefined) return { isProved: true, result };
  const found = `its ${wrong} is "${result[wrong]}" instead of "${expected[wrong]}"`;
  return { isProved: false, reason: `the result is another one: ${found}` };
}

/**
 * Reads the last line of a log that begins with a mark, and holds it against the termination message, which names the
 * line's SHA-256 and comes another way: through the API server instead of the node's log. A result is of version 1, and
 * holds a list under the name `list`.
 */
export function readResultLine({ log, terminationMessage }: Left, mark: string, list: string): ReadResult {
  const line = log.split("\n").findLast((text) => text.startsWith(mark));
  if (line === undefined) return { reason: `its log has no line ${mark.trim()}` };
  const text = line.slice(mark.length).trim();
  const told = readJson(terminationMessage) as { readonly sha256?: unknown } | undefined;
  if (told?.sha256 !== sha256(text))
    return { reason: "the result line is cut or changed: its SHA-256 is not that of the termination message" };
  const result = readJson(text) as Readonly<Record<string, unknown>> | undefined;
  if (result?.schema_version !== 1 || !Array.isArray(result[list]))
    return { reason: "the result line is not of version 1" };
  return { result };
}

function readJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
