import { isEventPage } from "./event-page.ts";
import type { EventTally } from "./event-tally.ts";
import type { Place } from "./input-problem.ts";

/** A longer line is no event, and is passed over without being kept. */
const MAX_LINE_BYTES = 1_048_576;
const NEWLINE = 10;

/** Takes a stream of JSON lines, chunk by chunk; `end` comes after the last one. */
export interface EventLines {
  /** The chunk may be used again once this returns. */
  push(chunk: Buffer): void;
  end(): void;
}

/** Reads events, or pages of events as the State Hub gives them, one a line, into a tally. Memory is bounded by a line. */
export function readEventLines(input: string, tally: EventTally): EventLines {
  const place = { input, line: 0 };
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;

  const takeLine = (line: Buffer) => {
    place.line++;
    if (isTooLong || line.length > MAX_LINE_BYTES) tally.report("too-long", place);
    else addLine(line, place, tally, false);
    isTooLong = false;
  };
  const keepRest = (part: Buffer) => {
    if (isTooLong || rest.length + part.length > MAX_LINE_BYTES) isTooLong = true;
    rest = isTooLong ? Buffer.alloc(0) : Buffer.concat([rest, part]);
  };

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const line = chunk.subarray(start, end);
        takeLine(rest.length > 0 ? Buffer.concat([rest, line]) : line);
        if (rest.length > 0) rest = Buffer.alloc(0);
        start = end + 1;
      }
      if (start < chunk.length) keepRest(chunk.subarray(start));
    },
    end() {
      place.line++;
      if (isTooLong) tally.report("too-long", place);
      else if (rest.length > 0) addLine(rest, place, tally, true);
    },
  };
}

/** The last line of a file may lack its end; where it is no JSON then, it was cut off. */
function addLine(line: Buffer, place: Place, tally: EventTally, isLast: boolean): void {
  const text = line.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.trim() === "") return;
    tally.report(isLast || isCut(text.trim()) ? "cut-line" : "not-json", place);
    return;
  }
  if (isEventPage(value)) for (const event of value.events) tally.add(event, place);
  else tally.add(value, place);
}

/** An object that is begun and not closed. */
function isCut(text: string): boolean {
  return text.startsWith("{") && !text.endsWith("}");
}
