import { describe, expect, test } from "vitest";
import { sharedCluster } from "./shared-cluster.ts";
import { DEFINITION } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";

const projects = syncProjects(sharedCluster());

describe("sync", () => {
  test("brings everything to an empty namespace that enforces the restricted standard, and then changes nothing", async () => {
    const project = await projects.create("first");
    const dry = await project.sync(["--dry-run"]);
    expect(dry.output).toContain("12 create, 0 configure");
    expect(dry.code).toBe(3);
    expect(await project.jobs()).toEqual([]);

    const first = await project.sync();
    expect(first.output).toMatch(/verified 1 of 1: 1 updated\n✔ receipt 1\n/);
    expect(first.code).toBe(0);
    const before = await project.versions();

    const second = await project.sync();
    expect(second.output).toContain("railiance01 is as it should be: 11 objects unchanged");
    expect(second.code).toBe(0);
    expect(await project.versions()).toEqual(before);
    expect((await project.sync(["--dry-run"])).code).toBe(0);
  });

  test("actcore-sync is told to claim the database only where that was asked for; it changes no hash", async () => {
    const project = await projects.create("claim");
    const claimed = await project.sync(["--yes", "--claim-database"]);
    expect(claimed.output).toContain("log: actcore-sync begins --claim-database\n");
    expect(claimed.code).toBe(0);
    const again = await project.sync(["--yes", "--rerun"]);
    expect(again.output).toContain("log: actcore-sync begins\n");
    expect(again.code).toBe(0);
    expect((await project.jobs()).map((name) => name.slice(-3))).toEqual(["-a1", "-a2"]);
    expect(new Set((await project.receipts()).map(({ hash }) => hash)).size).toBe(1);
  });

  test("a revert reaches the database each time", async () => {
    const project = await projects.create("revert");
    expect((await project.sync()).code).toBe(0);
    const toSlower = () => project.edit(DEFINITION, '"*/15 * * * *"\n  timezone', '"*/20 * * * *"\n  timezone');
    const toFaster = () => project.edit(DEFINITION, '"*/20 * * * *"\n  timezone', '"*/15 * * * *"\n  timezone');
    toSlower();
    await project.commit();
    expect((await project.sync()).code).toBe(0);
    toFaster();
    await project.commit();
    const refused = await project.sync();
    expect(refused.output).toContain("this projection is older than the one that was synced last");
    expect(refused.code).toBe(4);
    expect((await project.sync(["--yes", "--allow-rollback"])).code).toBe(0);
    toSlower();
    await project.commit();
    expect((await project.sync(["--yes", "--allow-rollback"])).code).toBe(0);
    const receipts = await project.receipts();
    const [a, b] = receipts.map(({ hash }) => hash);
    expect(receipts.map(({ hash, outcome }) => [hash, outcome])).toEqual([a, b, a, b].map((hash) => [hash, "ok"]));
    expect(receipts.map(({ job }) => job.slice(-2))).toEqual(["a1", "a1", "a2", "a2"]);
  });
});
