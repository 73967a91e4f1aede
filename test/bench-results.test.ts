import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const bench = (name: string) => import(join(ROOT, `bench/${name}.mjs`));

const { spread, summarize } = await bench("statistics");
const { goalSummary, markdownTable, table } = await bench("table");
const { boundsOf, judge } = await bench("bounds");
const { microsecondsByPhase } = await bench("phases");
const { frontMatter, peerSchema } = await bench("peer-input");
const { performancePage } = await bench("page");

/** What a run of the benchmark of syncing leaves. */
const SYNC = {
  rounds: 5,
  kubectl_ms: 400,
  shipped_ms: 800,
  fleet_ms: 1800,
  shipped_to_kubectl: 2,
  fleet_to_shipped: 2.25,
  shipped_calls: 21,
  fleet_calls: 40,
  fleet_shards: 20,
};

const { plot } = await bench("plot");
const { runRounds } = await bench("rounds");

const samples = new Map([
  ["floor", [100, 200, 100].map((milliseconds) => ({ milliseconds, peak_kib: 40 * 1024 }))],
  ["peer", [1000, 2400, 1100].map((milliseconds) => ({ milliseconds }))],
  ["own", [1500, 200, 150].map((milliseconds) => ({ milliseconds, peak_kib: 700 * 1024 }))],
]);
const rows = summarize(
  [
    { name: "floor" },
    { name: "peer", version: "1.2.3", relations: [{ to: "floor" }] },
    { name: "absent", version: "4.5.6", missing: "not installed: no go", relations: [{ to: "floor" }] },
    {
      name: "own",
      relations: [
        { to: "floor", limit: 3 },
        { to: "peer", limit: 0.1 },
        { to: "absent", limit: 0.5 },
      ],
      peak_limit_mib: 600,
    },
  ],
  samples,
);

describe("statistics", () => {
  test("the median of an even count is the mean of the middle two", () => {
    expect(spread([9, 1, 4])).toEqual({ min: 1, median: 4, max: 9 });
    expect(spread([9, 1, 4, 2])).toEqual({ min: 1, median: 3, max: 9 });
  });

  test("ratios are taken within a round, and goals judge their median", () => {
    const [toFloor, toPeer, toAbsent] = rows[3].relations;
    expect(toFloor).toMatchObject({ ratio: { min: 1, median: 1.5, max: 15 }, met: true });
    expect(toPeer).toMatchObject({ ratio: { median: 150 / 1100 }, met: false });
    expect(toAbsent).toEqual({ to: "absent", limit: 0.5, missing: true });
    expect(rows[3].peak_goal).toEqual({ limit_mib: 600, met: false });
  });

  test("what was not measured is neither met nor missed", () => {
    expect(goalSummary(rows)).toBe("1 of 4 goals met, 2 missed, 1 not measured");
  });
});

describe("the table", () => {
  test("as text", () => {
    expect(table(rows)).toBe(
      [
        "                median ms      min–max  peak MiB  ratio  to                    goal       met",
        "floor                 100      100–200        40",
        "peer (1.2.3)        1,100  1,000–2,400            11.00  floor",
        "absent (4.5.6)          —                                not installed: no go",
        "own                   200    150–1,500       700   1.50  floor                 ≤ 3        yes",
        "                                                   0.14  peer                  ≤ 0.1      no",
        "                                                      —  absent                ≤ 0.5      not measured",
        "                                                         peak memory           ≤ 600 MiB  no",
        "",
      ].join("\n"),
    );
  });

  test("as markdown, every line with as many cells", () => {
    const lines = markdownTable(rows).trimEnd().split("\n");
    expect(lines).toHaveLength(9);
    expect(new Set(lines.map((line: string) => line.split("|").length)).size).toBe(1);
  });

  test("is the same from the file of results", () => {
    expect(table(JSON.parse(JSON.stringify(rows)))).toBe(table(rows));
  });
});

describe("rounds", () => {
  const node = (name: string, code: string, more = {}) => ({ name, args: ["-e", code], folder: ROOT, ...more });

  test("measure time, peak memory and CPU time, and accept the status that is expected", () => {
    const programs = [node("good", "0"), node("three", "process.exitCode = 3", { expects: 3 })];
    const measured = runRounds(programs, 2, ROOT);
    for (const { name } of programs) {
      expect(measured.get(name)).toHaveLength(2);
      for (const sample of measured.get(name)) {
        expect(Object.keys(sample).sort()).toEqual(["cpu_milliseconds", "milliseconds", "peak_kib"]);
        expect(Math.min(...(Object.values(sample) as number[]))).toBeGreaterThan(0);
      }
    }
  });

  test("go on without a program that ends otherwise", () => {
    const programs = [node("bad", "process.exitCode = 1"), node("good", "0")];
    const measured = runRounds(programs, 1, ROOT);
    expect(summarize(programs, measured).map(({ missing }: { missing?: string }) => missing)).toEqual([
      "failed: ended with 1:",
      undefined,
    ]);
  });

  test("end where a program was interrupted", () => {
    const programs = [node("stopped", "process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60_000)")];
    expect(() => runRounds(programs, 1, ROOT)).toThrow("interrupted");
  });
});

describe("bounds", () => {
  const measured = [
    { name: "a", to: "floor", ratio: 2 },
    { name: "b", to: "floor", ratio: 10 },
  ];

  test("leave a margin of a half", () => {
    const bounds = boundsOf(measured);
    expect(bounds.a).toEqual({ to: "floor", measured: 2, bound: 3 });
    expect(judge(measured, bounds).failures).toEqual([]);
    expect(judge([measured[0], { ...measured[1], ratio: 15 }], bounds).failures).toEqual([]);
  });

  test("name the row, the bound and how to renew it", () => {
    const { failures } = judge([measured[0], { ...measured[1], ratio: 15.1 }], boundsOf(measured));
    expect(failures).toEqual([
      "b: 15.10 x the CPU time of floor, bound 15, recorded 10; if that is meant, run node bench/regression.mjs --renew " +
        "on an idle machine and commit bench/bounds.json",
    ]);
  });

  test("are there for every row, and for no other", () => {
    const { failures } = judge([measured[0], { name: "c", to: "floor", ratio: 1 }], boundsOf(measured));
    expect(failures.map((failure: string) => failure.split(";")[0])).toEqual([
      "c: bench/bounds.json has no bound in relation to floor",
      "b: bench/bounds.json has a bound for it, and it is not measured",
    ]);
  });
});

describe("phases of a profile", () => {
  const frame = (functionName: string, url = "", lineNumber = 1) => ({
    functionName,
    url,
    lineNumber,
    columnNumber: 0,
  });
  const nodes = [
    { id: 1, callFrame: frame("(root)"), children: [2, 5] },
    { id: 2, callFrame: frame("parse", "file:///bundle.mjs", 10), children: [3] },
    { id: 3, callFrame: frame("readFileSync", "node:fs"), children: [4] },
    { id: 4, callFrame: frame("check", "file:///bundle.mjs", 20) },
    { id: 5, callFrame: frame("(garbage collector)") },
  ];
  const sources: Record<number, string> = { 10: "src/parse/front-matter.ts", 20: "src/rules/id-path.ts" };
  const sourceOf = (_: string, line: number) => sources[line];

  test("are those of the nearest caller that has one; a sample lasts until the next", () => {
    const profile = { nodes, samples: [1, 2, 3, 4, 5], timeDeltas: [1, 10, 100, 1000, 10_000] };
    expect(microsecondsByPhase([profile, profile], sourceOf)).toEqual([
      ["start-up", 22],
      ["YAML and runbooks", 2200],
      ["rules", 20_000],
    ]);
  });
});

describe("the input of other programs", () => {
  test("is the front matter as an object, with dates as texts", () => {
    const text =
      "---\nid: a.b\ncreated: 2026-01-02\nat: { from: 2026-01-02, to: 2026-01-02T03:04:05Z }\n---\n\n# Title\n";
    expect(frontMatter(text)).toBe(
      "apiVersion: bench/v1\nkind: ActivityDefinition\n" +
        'id: a.b\ncreated: "2026-01-02"\nat: { from: "2026-01-02", to: "2026-01-02T03:04:05Z" }\n',
    );
  });

  test("has a schema without lookaheads that accepts the same texts", () => {
    const pattern = "^/(?!/)(?!.*/\\.{1,2}(?:/|$))[a-z./]*$";
    const { properties } = peerSchema({ required: [], properties: { path: { pattern } } });
    const accepts = (node: { pattern: string }, text: string) => new RegExp(node.pattern).test(text);
    const { allOf, ...path } = properties.path;
    expect(JSON.stringify(properties)).not.toContain("(?!");
    for (const text of ["/", "/a", "//a", "/a/../b", "/a/.", "/a..b", "/A", "a", "/a/./b/"]) {
      const isExcluded = allOf.some(({ not }: { not: { pattern: string } }) => accepts(not, text));
      expect([text, accepts(path, text) && !isExcluded]).toEqual([text, new RegExp(pattern).test(text)]);
    }
  });
});

const spreadOf = (median: number) => ({ min: median, median, max: median });

const RUNTIME = {
  sync: {
    first_sync: { activities: 1000, rounds: 3, ratio: spreadOf(1.1) },
    fleet: {
      activities: 10_000,
      rounds: 5,
      unchanged: { wall_ms: spreadOf(4100), cpu_ms: spreadOf(2000), peak_mib: spreadOf(210) },
      one_changed_more_ms: spreadOf(2100),
    },
  },
  worker: {
    memory: { concurrent_runs: 200, limit_mib: 512, peak_mib: 260 },
    sharing: { calls: 100, busiest_cpu_to_one: spreadOf(0.55), speedup: spreadOf(1.2) },
    long_calls: {
      calls: 500,
      seconds: 45,
      pairs: [{ one: { most_at_once: 250 }, two: { most_at_once: 500 } }],
      speedup: spreadOf(1.5),
    },
  },
};

describe("the report", () => {
  const results = { machine: "a machine", rounds: 3, notes: ["something is missing"], rows };
  const profile = {
    machine: "a machine",
    count: 10_000,
    commands: [
      { name: "validate", phases: [{ phase: "reading", milliseconds: 250 }] },
      {
        name: "compile",
        phases: [
          { phase: "projection", milliseconds: 750 },
          { phase: "reading", milliseconds: 250 },
        ],
      },
    ],
  };

  test("has the table, the goals and the phases in their order", () => {
    const page = performancePage(results, profile, SYNC, RUNTIME);
    expect(page).toContain(markdownTable(rows));
    expect(page).toContain(
      "a machine; 3 rounds. 1 of 4 goals met, 2 missed, 1 not measured.\n\nSomething is missing.\n",
    );
    expect(page).toContain("2.00 x (goal: at most 3; met)");
    expect(page).toContain("2.25 x (goal: at most 2; missed)");
    expect(page).toContain("took 1.10 x the time");
    expect(page).toContain("with one changed 2.1 s more (goal: at most 2 s more; missed)");
    expect(page).toContain("| reading | 250 ms, 100 % | 250 ms, 25 % |\n| projection | 0 ms, 0 % | 750 ms, 75 % |\n");
  });

  test("plots every row that was measured", () => {
    const svg = plot(results, [{ title: "All <rows>", pick: () => true }]);
    expect(svg.match(/ ms<\/text>/g)).toHaveLength(3);
    expect(svg).toContain("All &lt;rows>");
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test("is what the committed results give", () => {
    expect(() => execFileSync(process.execPath, [join(ROOT, "bench/report.mjs"), "--check"])).not.toThrow();
  });
});
