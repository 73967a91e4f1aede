import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hubPages } from "../../src/compare/hub-events.ts";
import { ROOT, type Scratch, scratchProject } from "../transcript.ts";
import { weekLines } from "./compared-week.ts";

const ID = "the-custodian.state-hub-consistency-sweep";
const events = weekLines("quiet")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { detail?: unknown })
  // The hub has its own form for both.
  .map((event) =>
    event.detail
      ? event
      : { id: (event as { run_id?: string }).run_id, type: "consistency_sweep_remote_all", detail: event },
  );

/** A State Hub with the events of a quiet week. `disturb` may answer a request in its place, by returning true. */
let disturb: (request: IncomingMessage, response: ServerResponse, count: number) => boolean = () => false;
const asked: URL[] = [];
let server: Server;
let base: string;
let scratch: Scratch;

beforeEach(async () => {
  asked.length = 0;
  disturb = () => false;
  scratch = scratchProject();
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://hub");
    asked.push(url);
    if (disturb(request, response, asked.length)) return;
    const start = Number(url.searchParams.get("after") ?? 0);
    const end = start + Math.min(500, Number(url.searchParams.get("limit")));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ events: events.slice(start, end), next: end < events.length ? String(end) : null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  scratch.remove();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The program, in a process that does not hold up the server here. */
async function compare(
  ...options: readonly string[]
): Promise<{ readonly output: string; readonly code: number | null }> {
  const args = [join(ROOT, "dist/actdef.cjs"), "compare", ID, "--url", base, "--at", "2026-06-28T06:00Z", ...options];
  const child = spawn(process.execPath, args, { cwd: scratch.folder, env: { ...process.env, NO_COLOR: "1" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { output, code };
}

describe("events of the State Hub", () => {
  test("are asked for page by page, by type and days", async () => {
    const { output, code } = await compare();
    expect(output).toContain(`read 1344 events from ${base}/progress-events: 1344 runs of these days`);
    expect(code).toBe(0);
    expect(asked.map((url) => url.searchParams.get("after"))).toEqual([null, "500", "1000"]);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
      type: "consistency_sweep_remote_all",
      since: "2026-06-21T00:00:00.000Z",
      until: "2026-06-29T00:00:00.000Z",
      limit: "1000",
    });
  });

  test("are asked for again where the hub stumbles, and nothing is lost or doubled", async () => {
    disturb = (request, response, count) => {
      if (count === 2) response.writeHead(502).end("<html>bad gateway</html>");
      else if (count === 3) request.socket.destroy();
      else if (count === 5) response.writeHead(429, { "retry-after": "0" }).end();
      else return false;
      return true;
    };
    const { output, code } = await compare();
    expect(output).toContain("1344 runs of these days");
    expect(output).not.toContain("the same run again");
    expect(code).toBe(0);
    expect(asked.map((url) => url.searchParams.get("after"))).toEqual([null, "500", "500", "500", "1000", "1000"]);
  });

  test("that were kept are not asked for again", async () => {
    disturb = (_, response, count) => {
      if (count !== 3) return false;
      response.writeHead(403).end();
      return true;
    };
    const cutOff = await compare("--save", "pages.jsonl");
    expect(cutOff.output).toMatch(/it answers 403, after 1 try\n.*pages\.jsonl: the same command goes on from there/);
    expect(cutOff.code).toBe(6);
    // As a kill in the middle of a write leaves it.
    const file = join(scratch.folder, "pages.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -100));
    disturb = () => false;
    asked.length = 0;
    const { output, code } = await compare("--save", "pages.jsonl");
    expect(asked.map((url) => url.searchParams.get("after"))).toEqual(["500", "1000"]);
    expect(output).toContain("1344 runs of these days");
    expect(code).toBe(0);
    asked.length = 0;
    expect((await compare("--save", "pages.jsonl")).code).toBe(0);
    expect(asked).toEqual([]);
    const offline = scratch.run(`actdef compare ${ID} --events pages.jsonl --at 2026-06-28T06:00Z`);
    expect(offline.output).toContain("1344 runs of these days");
  });

  test("are not taken from a file that answers another question", async () => {
    writeFileSync(join(scratch.folder, "pages.jsonl"), `${JSON.stringify({ query: {}, events: [], next: null })}\n`);
    const other = await compare("--save", "pages.jsonl");
    expect(other).toMatchObject({ code: 2, output: expect.stringContaining("its pages answer another question") });
  });

  test.each<[string, string, string]>([
    ["HTML", "<html></html>", "it answers with something that is not JSON"],
    ["another form", `{"items":[]}`, "it answers with JSON that is no page of events"],
  ])("that are %s are none", async (_name, body, message) => {
    disturb = (_, response) => {
      response.end(body);
      return true;
    };
    expect(await compare()).toMatchObject({ code: 6, output: expect.stringContaining(message) });
  });

  test("are not read for ever", async () => {
    disturb = (_, response, count) => {
      response.end(JSON.stringify({ events: [], next: String(count % 2) }));
      return true;
    };
    expect(await compare()).toMatchObject({
      code: 6,
      output: expect.stringContaining('page "1" twice: it would never end'),
    });
  });
});

test("a hub that never answers is given up after six tries, each later than the one before", async () => {
  const waits: number[] = [];
  const port = {
    get: async () => ({ unanswered: "no connection (ECONNREFUSED)" }),
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  const pages = hubPages({ url: "http://hub/events", type: "x", since: 0, until: 1 }, null, port);
  await expect(pages.next()).rejects.toThrow("no connection (ECONNREFUSED), after 6 tries");
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
});
