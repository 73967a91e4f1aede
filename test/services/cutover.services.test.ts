import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { schemaValidator } from "../schema-validator.ts";
import { ROOT } from "../transcript.ts";
import { type SystemdUser, startSystemdUser } from "./systemd-user.ts";

const ID = "the-custodian.state-hub-consistency-sweep";
const DEFINITION = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
const EVIDENCE = `evidence/railiance01/${ID}`;
const ACTDEF = `${process.execPath} ${join(ROOT, "dist/actdef.cjs")}`;

let systemd: SystemdUser;
let folder: string;
beforeAll(async () => {
  systemd = await startSystemdUser();
});
afterAll(() => systemd?.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "actdef-cutover-"));
  for (const part of ["activity-definitions", "k8s"]) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  edit("enabled: false", "enabled: true");
  edit("phase: canary", "phase: parallel # since the canary");
  writeFileSync(
    join(systemd.units, "custodian-sync.timer"),
    "[Timer]\nOnCalendar=*:0/15\n[Install]\nWantedBy=timers.target\n",
  );
  writeFileSync(join(systemd.units, "custodian-sync.service"), "[Service]\nType=oneshot\nExecStart=/bin/true\n");
  await systemd.run("systemctl --user daemon-reload; systemctl --user enable --now custodian-sync.timer", "/");
});
afterEach(async () => {
  await systemd.run("systemctl --user disable --now custodian-sync.timer", "/");
  rmSync(folder, { recursive: true, force: true });
});

const actdef = (args: string) => systemd.run(`${ACTDEF} ${args}`, folder);
const cutover = (args = "") => actdef(`cutover ${ID} ${args}`);
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const timerState = async () => {
  const asked = ["is-enabled", "is-active"].map((question) => `systemctl --user ${question} custodian-sync.timer`);
  return (await systemd.run(asked.join("; "), "/")).output;
};

function edit(from: string, to: string): void {
  const path = join(folder, DEFINITION);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

/** The behaviour of the definition as it is now, as the program itself says it. */
function behaviour(): string {
  const text = readdirSync(join(folder, "k8s/generated/railiance01"))
    .map((file) => read(`k8s/generated/railiance01/${file}`))
    .join("");
  return /\\?"behaviour_sha256\\?":\\?"([0-9a-f]{64})/.exec(text)?.[1] ?? "";
}

function leaveCanary(changes: { readonly ok?: boolean; readonly at?: string } = {}): void {
  const { examples } = JSON.parse(readFileSync(join(ROOT, "schemas/canary-evidence.schema.json"), "utf8"));
  const { result, ...evidence } = examples[0];
  const document = {
    ...evidence,
    result: { ...result, ok: changes.ok ?? true, behaviour_sha256: behaviour() },
  };
  expect(schemaValidator("canary-evidence")(document)).toBe(true);
  mkdirSync(join(folder, EVIDENCE), { recursive: true });
  writeFileSync(join(folder, EVIDENCE, `canary-${changes.at ?? "2026-06-21T194602Z"}.json`), JSON.stringify(document));
}

/** A week in which both runners answer every quarter of an hour; the new one fails so often. */
async function leaveComparison({ failures = 0, isBehaviourSaid = true } = {}): Promise<void> {
  const start = Date.parse("2026-06-21T00:00:00Z");
  const lines = Array.from({ length: 672 }, (_, slot) => slot).flatMap((slot) => {
    const fire = start + slot * 900_000;
    return ["local-timer", "activity-core"].map((source) =>
      JSON.stringify({
        run_id: `${source}-${slot}`,
        activity_id: ID,
        source,
        scheduled_time: new Date(fire).toISOString(),
        started_at: new Date(fire + 1000).toISOString(),
        finished_at: new Date(fire + 61_000).toISOString(),
        outcome: source === "activity-core" && slot < failures ? "failed" : "ok",
        ...(isBehaviourSaid ? { behaviour_sha256: behaviour() } : {}),
      }),
    );
  });
  writeFileSync(join(folder, "runs.jsonl"), `${lines.join("\n")}\n`);
  const { output, code } = await actdef(`compare ${ID} --events runs.jsonl --at 2026-06-29T00:00:00Z --evidence`);
  expect(code, output).toBe(failures === 0 ? 0 : 3);
}

describe("a cutover without proof is refused, and changes nothing", () => {
  const expectRefused = async (...words: readonly string[]) => {
    const before = read(DEFINITION);
    const { output, code } = await cutover("--apply");
    for (const word of words) expect(output).toContain(word);
    expect(code).toBe(4);
    expect(read(DEFINITION)).toBe(before);
    expect(await timerState()).toBe("enabled\nactive\n");
  };

  test("no evidence at all", async () => {
    await actdef("compile");
    await expectRefused("no canary speaks for it", "no comparison speaks for it", `actdef canary ${ID}`, "--evidence");
  });

  test("a canary that failed, and a week that was not good enough", async () => {
    await actdef("compile");
    leaveCanary({ ok: false });
    await leaveComparison({ failures: 40 });
    await expectRefused("the canary failed", "its verdict is failed");
  });

  test("a canary that failed after one that did not", async () => {
    await actdef("compile");
    leaveCanary();
    leaveCanary({ ok: false, at: "2026-06-22T080000Z" });
    await leaveComparison();
    await expectRefused("canary-2026-06-22T080000Z.json: the canary failed");
  });

  test("a definition that is paused, so that nobody would run", async () => {
    await actdef("compile");
    leaveCanary();
    await leaveComparison();
    edit("enabled: true", "enabled: false");
    await expectRefused("says enabled: false, so the cluster does not run it", "actdef sync railiance01");
  });

  test("evidence of another behaviour", async () => {
    await actdef("compile");
    leaveCanary();
    await leaveComparison();
    edit("max_seconds: 300", "max_seconds: 240");
    await expectRefused("it is about another behaviour");
  });

  test("a phase that skips the parallel week", async () => {
    edit("enabled: true", "enabled: false");
    edit("phase: parallel # since the canary", "phase: canary");
    await actdef("compile");
    leaveCanary();
    await leaveComparison();
    await expectRefused("is in the phase canary: a parallel week was not run");
  });
});

describe("a proved cutover", () => {
  beforeEach(async () => {
    await actdef("compile");
    leaveCanary();
    await leaveComparison();
  });

  test("says first what it would do, and does nothing", async () => {
    const { output, code } = await cutover();
    expect(output).toContain(
      "disable  custodian-sync.timer (enabled, active): systemctl --user disable --now custodian-sync.timer",
    );
    expect(output).toContain(`phase    parallel -> primary in ${DEFINITION}`);
    expect(output).toContain("skip     statehub-consistency-sync.timer: not on this machine");
    expect(output).toContain("successful (7 of 7 criteria)");
    expect(output).not.toContain("which behaviour ran");
    expect(code).toBe(3);
    expect(await timerState()).toBe("enabled\nactive\n");
  });

  test("says where the events of the week did not say which behaviour ran", async () => {
    await leaveComparison({ isBehaviourSaid: false });
    const { output } = await cutover();
    expect(output).toContain(
      "its events do not say which behaviour ran: see that the definition was not changed meanwhile",
    );
  });

  test("stops the timer, keeps its file, moves the phase with its comment, and leaves evidence; a rollback undoes it", async () => {
    const applied = await cutover("--apply");
    expect(applied.code, applied.output).toBe(0);
    expect(await timerState()).toBe("disabled\ninactive\n");
    expect(read(DEFINITION)).toContain("phase: primary # since the canary");
    expect(read(`${EVIDENCE}/units/custodian-sync.timer`)).toContain("OnCalendar=*:0/15");
    expect(read(`${EVIDENCE}/units/custodian-sync.service`)).toContain("ExecStart=/bin/true");
    const evidence = JSON.parse(read(`${EVIDENCE}/${newest("cutover")}`));
    expect(schemaValidator("cutover-evidence")(evidence)).toBe(true);
    expect(evidence).toMatchObject({
      kind: "cutover",
      behaviour_sha256: behaviour(),
      phase: { from: "parallel", to: "primary" },
      units: [
        { unit: "custodian-sync.timer", was_enabled: true, is_enabled: false, is_active: false },
        { unit: "statehub-consistency-sync.timer", is_there: false },
      ],
    });
    expect((await actdef("validate")).code).toBe(0);
    expect((await actdef(`handoff ${ID} --output docs/handoff.md`)).output).toBe("wrote docs/handoff.md\n");
    const page = read("docs/handoff.md");
    const links = [...page.matchAll(/\]\((\.\.\/evidence\/[^)]*)\)/g)].map(([, link]) => link ?? "");
    expect(links.map((link) => existsSync(join(folder, "docs", link)))).toEqual([true, true, true]);
    expect(page).toContain("parallel run 2026-06-21 .. 2026-06-28: successful");
    expect(await cutover("--apply")).toMatchObject({ code: 0, output: expect.stringContaining("nothing to do") });

    expect((await cutover("--rollback")).output).toContain("enable   custodian-sync.timer");
    const undone = await cutover("--rollback --apply");
    expect(undone.code, undone.output).toBe(0);
    expect(await timerState()).toBe("enabled\nactive\n");
    expect(read(DEFINITION)).toContain("phase: parallel # since the canary");
    expect(schemaValidator("cutover-evidence")(JSON.parse(read(`${EVIDENCE}/${newest("rollback")}`)))).toBe(true);
  });

  test("one that is cut off after it has stopped the timer goes on, and can still be rolled back", async () => {
    const text = read(DEFINITION);
    const cut = await systemd.run(
      `(until [ "$(systemctl --user is-enabled custodian-sync.timer)" = disabled ]; do :; done; kill -9 "$(cat pid)") & ` +
        `${ACTDEF} cutover ${ID} --apply & echo $! > pid; wait $!`,
      folder,
    );
    expect([0, 137]).toContain(cut.code);
    writeFileSync(join(folder, DEFINITION), text);
    expect(await timerState()).toBe("disabled\ninactive\n");
    const { output, code } = await cutover("--apply");
    expect(code, output).toBe(0);
    expect(output).not.toContain("--now custodian-sync.timer");
    expect(read(DEFINITION)).toContain("phase: primary");
    expect((await cutover("--rollback --apply")).code).toBe(0);
    expect(await timerState()).toBe("enabled\nactive\n");
  });

  test("a linked unit, which systemd forgets when it is disabled, is linked again by a rollback", async () => {
    const linked = join(folder, "units of old/custodian-sync.timer");
    mkdirSync(dirname(linked));
    renameSync(join(systemd.units, "custodian-sync.timer"), linked);
    await systemd.run(`systemctl --user daemon-reload; systemctl --user enable --now '${linked}'`, "/");
    const dropIn = join(systemd.units, "custodian-sync.service.d/folder.conf");
    mkdirSync(dirname(dropIn));
    writeFileSync(dropIn, "[Service]\nWorkingDirectory=/tmp\n");
    await systemd.run("systemctl --user daemon-reload", "/");
    expect((await cutover("--apply")).code).toBe(0);
    expect(read(`${EVIDENCE}/units/custodian-sync.service.d/folder.conf`)).toContain("WorkingDirectory=/tmp");
    expect((await systemd.run("systemctl --user cat custodian-sync.timer", "/")).code).toBe(1);

    const { output, code } = await cutover("--rollback --apply");
    expect(code, output).toBe(0);
    expect(output).toContain(`restore  ${linked}`);
    expect(await timerState()).toBe("enabled\nactive\n");
    rmSync(dirname(dropIn), { recursive: true });
  });

  test("unit files that were removed after the cutover are brought back by a rollback", async () => {
    expect((await cutover("--apply")).code).toBe(0);
    for (const name of ["custodian-sync.timer", "custodian-sync.service"]) rmSync(join(systemd.units, name));
    await systemd.run("systemctl --user daemon-reload", "/");
    const { output, code } = await cutover("--rollback --apply");
    expect(code, output).toBe(0);
    expect(await timerState()).toBe("enabled\nactive\n");
    expect(readFileSync(join(systemd.units, "custodian-sync.service"), "utf8")).toContain("ExecStart=/bin/true");
  });

  test("what was never cut over is not rolled back", async () => {
    const { output, code } = await cutover("--rollback --apply");
    expect(output).toContain("was not cut over");
    expect(code).toBe(4);
  });
});

function newest(kind: string): string {
  const names = readdirSync(join(folder, EVIDENCE)).filter(
    (name) => name.startsWith(`${kind}-`) && name.endsWith(".json"),
  );
  return names.sort().at(-1) ?? `no ${kind}`;
}
