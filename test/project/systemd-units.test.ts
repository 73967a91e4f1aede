import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { hasErrors } from "../../src/diagnostics/diagnostic.ts";
import { unitFiles } from "../../src/emit/unit-files.ts";
import type { Activity } from "../../src/model/activity.ts";
import { packActivity } from "../../src/model/compiled-activity.ts";
import { representations } from "../../src/model/representation.ts";
import { lossyProjections } from "../../src/project/lossy-projection.ts";
import { localSource } from "../../src/project/systemd-units.ts";
import { decodeSource } from "../../src/source/source-file.ts";
import { asShown } from "../rules/as-shown.ts";
import { portableCron } from "../schedule/portable-cron.ts";
import { sweep } from "./sample.ts";

const isSystemdThere = spawnSync("systemd-analyze", ["--version"]).status === 0;

const unitsOf = (...activities: readonly Activity[]) => unitFiles(activities.map(packActivity));

/** The settings of the units of an activity, by their names. */
function settingsOf(activity: Activity): Record<string, string> {
  return Object.fromEntries(
    unitsOf(activity).flatMap(({ text }) =>
      Array.from(text.matchAll(/^(\w+)=(.*)$/gm), ([, key, value]) => [key, value]),
    ),
  );
}

/** Nightly, with everything that shows in a unit. */
const nightly: Activity = {
  ...sweep,
  id: "acme.nightly-report",
  title: "Nightly report, 100 % of it",
  schedule: { ...sweep.schedule, cron: "30 2 * * MON-FRI", jitter_seconds: 120, ends_at: "2026-12-31T23:59:59Z" },
  misfire_policy: "fire_once",
  retry: { max_attempts: 3, backoff_seconds: 10, backoff_factor: 2, max_backoff_seconds: 60 },
  on_failure: "pause",
  rollout: { ...sweep.rollout, replaces: [], local_unit: "acme-nightly" },
};

test.each(unitsOf(sweep, nightly))("$path", async ({ path, text }) => {
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "systemd", basename(path)));
});

describe("a unit says what its definition says", () => {
  test("there is none where no local unit is named", () => {
    expect(unitsOf({ ...sweep, rollout: { ...sweep.rollout, local_unit: null } })).toEqual([]);
  });

  test.each([
    ["skip", "false"],
    ["fire_once", "true"],
    ["fire_all", "true"],
  ] as const)("of the misfire policy %s: Persistent=%s", (misfire_policy, persistent) => {
    expect(settingsOf({ ...sweep, misfire_policy }).Persistent).toBe(persistent);
  });

  test("the unit is not cut off before the last attempt is, and the jitter passes before it starts", () => {
    // Three attempts of 345 s, and 10 s and 20 s between them.
    expect(settingsOf(nightly)).toMatchObject({ TimeoutStartSec: "1065", RandomizedDelaySec: "120" });
    expect(settingsOf(sweep)).not.toHaveProperty("RandomizedDelaySec");
  });

  test("a title cannot leave its line, nor be taken for a specifier", () => {
    expect(settingsOf({ ...sweep, title: "50 % of\nExecStart=/bin/false \\ \u2028\t\\" }).Description).toBe(
      "50 %% of ExecStart=/bin/false",
    );
  });
});

describe("the source of the local runner", () => {
  const from = (...sources: readonly string[]) =>
    localSource({
      ...sweep.rollout,
      replaces: sources.map((source) => ({ unit: "x.timer", source, cron: "0 * * * *" })),
    });
  test("is that of the one runner that it takes over from", () => expect(from("cron-box")).toBe("cron-box"));
  test("is the same for two of one source", () => expect(from("cron-box", "cron-box")).toBe("cron-box"));
  test("is local-timer where there is no such runner", () => expect(from()).toBe("local-timer"));
  test("is local-timer where there are several", () => expect(from("cron-box", "laptop")).toBe("local-timer"));
  test("is never that of the candidate", () => expect(from("activity-core")).toBe("local-timer"));
});

describe("systemd accepts the units", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "actdef-units-"));
    mkdirSync(join(folder, "run"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What systemd has to say of unit files; it exits 0 also where it ignores a setting. */
  function verify(units: readonly { readonly path: string; readonly text: string }[]): string {
    const files = units.map(({ path }) => join(folder, basename(path)));
    for (const [index, { text }] of units.entries()) writeFileSync(files[index] ?? "", text);
    const run = spawnSync("systemd-analyze", ["--user", "verify", ...files], {
      encoding: "utf8",
      env: { ...process.env, XDG_RUNTIME_DIR: join(folder, "run"), HOME: folder },
    });
    return `${run.stdout}${run.stderr}[${run.status}]`;
  }

  test("of the shipped definition", ({ skip }) => {
    skip(!isSystemdThere, "systemd-analyze is not installed");
    const root = join(import.meta.dirname, "../../systemd/generated");
    const names = ["statehub-consistency-sync.service", "statehub-consistency-sync.timer"];
    expect(verify(names.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })))).toBe("[0]");
  });

  test("of any schedule, title and name", ({ skip }) => {
    skip(!isSystemdThere, "systemd-analyze is not installed");
    // A colon may stand in a name too, but not on the command line of this program, which takes what follows for an alias.
    const names = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,40}$/);
    const titles = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.stringMatching(/^[ -~]{1,60}$/));
    const any = fc.tuple(portableCron, names, titles, fc.constantFrom(0, 30));
    const activities = fc
      .sample(any, { seed: 5, numRuns: 150 })
      .map(([{ text }, name, title, jitter_seconds], index) => ({
        ...sweep,
        title,
        schedule: { ...sweep.schedule, cron: text, jitter_seconds },
        rollout: { ...sweep.rollout, local_unit: `${name}-${index}` },
      }));
    expect(verify(unitsOf(...activities))).toBe("[0]");
  });

  test("and a wrong one would be noticed", ({ skip }) => {
    skip(!isSystemdThere, "systemd-analyze is not installed");
    const wrong = unitsOf(sweep).map(({ path, text }) => ({ path, text: text.replace("Sec=1s", "Sec=soon") }));
    expect(verify(wrong)).toContain("ignoring: soon");
  });
});

describe("what a timer cannot do", () => {
  const folder = join(import.meta.dirname, "lossy-projection");
  const file = decodeSource("activity-definitions/acme/nightly-report.md", readFileSync(join(folder, "bad.md")));

  test("is an error at each field that asks for it", async () => {
    const { definitions, diagnostics } = compile({ definitions: [file], targets: [], isWholeProject: true });
    expect(hasErrors(diagnostics)).toBe(false);
    const found = lossyProjections(
      definitions.map(({ activity }) => packActivity(activity)),
      [file],
    );
    await expect(asShown(found)).toMatchFileSnapshot(join(folder, "bad.out"));
  });

  test("is nothing of what Temporal is asked for, which can do all of it, exactly or nearly", () => {
    const policies = fc.record({
      misfire_policy: fc.constantFrom("skip", "fire_once", "fire_all"),
      overlap_policy: fc.constantFrom("skip", "buffer_one", "buffer_all", "cancel_running", "allow"),
      on_failure: fc.constantFrom("log_and_continue", "pause", "escalate"),
      on_failure_after: fc.constantFrom(1, 3),
      enabled: fc.boolean(),
    });
    fc.assert(
      fc.property(policies, (policy) => {
        const rows = representations({ ...nightly, ...policy });
        expect(rows.filter(({ temporal }) => temporal.grade === "impossible")).toEqual([]);
      }),
    );
  });
});
