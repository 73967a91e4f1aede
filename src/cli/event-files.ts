import { open } from "node:fs/promises";
import { type EventLines, readEventLines } from "../compare/event-lines.ts";
import type { EventTally } from "../compare/event-tally.ts";
import { UsageError } from "./usage-error.ts";

const CHUNK_BYTES = 65_536;

/** How standard input is called in what is told of its lines. */
const STDIN = "standard input";

/** What an input of `--events` is called. */
export function inputName(path: string): string {
  return path === "-" ? STDIN : path;
}

/** Reads files of JSON lines into a tally, one after another; `-` is standard input. Throws UsageError where one is not there. */
export async function readEventFiles(paths: readonly string[], tally: EventTally): Promise<void> {
  for (const path of paths) {
    const lines = readEventLines(inputName(path), tally);
    if (path === "-") await readStream(process.stdin, lines);
    else await readFile(path, lines);
    lines.end();
  }
}

async function readStream(stream: AsyncIterable<Buffer>, lines: EventLines): Promise<void> {
  for await (const chunk of stream) lines.push(chunk);
}

async function readFile(path: string, lines: EventLines): Promise<void> {
  const handle = await open(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new UsageError(`--events ${path}: there is no such file`);
    throw error;
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new UsageError(`--events ${path}: this is a folder`);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      lines.push(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
