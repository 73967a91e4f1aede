import { expect, test } from "vitest";
import { sharedCluster } from "./shared-cluster.ts";
import { DEFINITION } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";
import { standInScript } from "./sync-stand-in.ts";

const projects = syncProjects(sharedCluster());

const CTRL_C = "\x03";

const SIZES = { "of 100 columns": "stty cols 100 rows 30; ", "of no size": "" };

test.each(Object.entries(SIZES))(
  "on a terminal %s it asks, and a yes is enough where nothing is stopped",
  async (_, size) => {
    const project = await projects.create(`terminal-${size === "" ? "bare" : "wide"}`);
    const answers = { "Apply to railiance01? [y/N] ": "y\r" };
    const { output, code } = await project.terminal(`${size}actdef sync railiance01`, answers);
    expect(code, output).toBe(0);
    expect(output).toContain("verified 1 of 1");
    expect(output.length).toBeLessThan(100_000);
  },
);

test("no is no; and what pauses asks for the target's name", async () => {
  const project = await projects.create("terminal-no");
  const declined = await project.terminal("actdef sync railiance01", { "[y/N] ": "n\r" });
  expect(declined.output).toContain("not confirmed");
  expect(declined.code).toBe(4);
  expect(await project.jobs()).toEqual([]);

  project.edit(DEFINITION, /enabled: false/, "enabled: true");
  project.edit(DEFINITION, /phase: canary/, "phase: parallel");
  await project.commit();
  expect((await project.sync()).code).toBe(0);
  project.git("revert", "--no-edit", "HEAD");
  const yes = await project.terminal("actdef sync railiance01", { "Type railiance01 to apply this: ": "y\r" });
  expect(yes.code, yes.output).toBe(4);
  const typed = await project.terminal("actdef sync railiance01", { "Type railiance01": "railiance01\r" });
  expect(typed.code, typed.output).toBe(0);
});

test("Ctrl-C at the question writes nothing", async () => {
  const project = await projects.create("terminal-stop");
  const { output, code } = await project.terminal("actdef sync railiance01", { "[y/N] ": CTRL_C });
  expect(code, output).toBe(130);
  expect(await project.jobs()).toEqual([]);
  const lease = (await project.list("/apis/coordination.k8s.io/v1", "leases")).get("actcore-sync");
  expect(lease.spec.holderIdentity).toBe("");
});

test("Ctrl-C while the Job runs leaves it, and tells how to attach to it", async () => {
  const project = await projects.create("terminal-attach");
  project.setSync(standInScript("slow"));
  const { output, code } = await project.terminal("actdef sync railiance01 --yes", { ": running": CTRL_C });
  expect(code, output).toBe(130);
  expect(output).toMatch(/Job actcore-sync-\S+-a1 goes on/);
  expect(output).toContain("actdef sync railiance01 --attach");
  const attached = await project.sync(["--yes", "--attach"]);
  expect(attached.code, attached.output).toBe(0);
  expect(await project.jobs()).toHaveLength(1);
});
