import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CommandName } from "../../src/operate/command-result.ts";
import { JOB_RULES } from "../../src/project/access.ts";
import { SWEEP } from "./command-stand-in.ts";
import type { ProxiedRequest } from "./faulty-proxy.ts";
import { operatedProject } from "./operated-project.ts";
import { DEFINITION, type SyncProject, TARGET } from "./sync-project.ts";
import { until } from "./until.ts";

const { cluster, proxy, project, leases, behaving, operate, jobsOf, evidence } = await operatedProject("operate");

describe("a pause in an emergency", () => {
  const pause = () => project.run(["pause", SWEEP.id, "--target", "railiance01"]);

  test("needs no sound project: its target and its manifests are enough", async () => {
    project.write("activity-definitions/the-custodian/other.md", "---\nid: [\n---\n");
    project.edit(DEFINITION, /cron: .*/, "cron: whenever");
    const { output, code } = await pause();
    expect(code, output).toBe(0);
    expect(output).toContain("✔ verified the result of actcore-pause-");
    // What makes runs or lets them be made is not that urgent.
    for (const command of ["resume", "trigger", "canary"]) {
      const strict = await project.run([command, SWEEP.id]);
      expect(strict.code, strict.output).toBe(1);
      expect(strict.output).toContain("error[");
    }
  });

  test("of an activity whose definition was deleted here, and runs there", async () => {
    rmSync(join(project.folder, DEFINITION));
    const { output, code } = await pause();
    expect(code, output).toBe(0);
  });

  test("without manifests it goes by the definitions", async () => {
    rmSync(join(project.folder, "k8s/generated"), { recursive: true });
    const { output, code } = await pause();
    expect(code, output).toBe(0);
  });

  test("needs no right but to run a Job, and what makes runs needs the lock besides", async () => {
    const rules = JSON.stringify(JOB_RULES);
    const subjects = JSON.stringify([{ apiGroup: RBAC, kind: "User", name: ON_CALL }]);
    const identity = JSON.stringify([{ apiGroups: [""], resources: ["namespaces"], verbs: ["get"] }]);
    await cluster.apply(
      [role("operate", rules), role("kube-system", identity)].map((it) => it.replace("SUBJECTS", subjects)).join(""),
    );
    const onCall = { kubeconfig: cluster.kubeconfigFor(ON_CALL) };
    const paused = await project.run(["pause", SWEEP.id], onCall);
    expect(paused.code, paused.output).toBe(0);
    const triggered = await project.run(["trigger", SWEEP.id], onCall);
    expect(triggered.output).toContain("✖ not allowed in namespace operate: get, create, update leases");
    expect(triggered.code).toBe(4);
  });

  test("by a target that is broken is refused, and what to do is said", async () => {
    project.edit(TARGET, /^namespace: .*/m, "namespace: Not A Name");
    const { output, code } = await pause();
    expect(code, output).toBe(1);
    expect(output).toContain("k8s/targets/railiance01.yaml");
    expect(output).toContain("git log -- k8s/targets/railiance01.yaml");
  });

  test("of an id that nobody has is refused, with the closest one", async () => {
    const { output, code } = await project.run(["pause", SWEEP.id.replace("sweep", "swep")]);
    expect(code, output).toBe(2);
    expect(output).toContain(`did you mean ${SWEEP.id}?`);
  });
});

/** A user who may do nothing else. */
const ON_CALL = "user-5";
const RBAC = "rbac.authorization.k8s.io";

/** A role with these rules, granted to SUBJECTS. */
function role(namespace: string, rules: string): string {
  const metadata = `metadata: { name: on-call, namespace: ${namespace} }`;
  const roleRef = `roleRef: { apiGroup: ${RBAC}, kind: Role, name: on-call }`;
  return `apiVersion: ${RBAC}/v1
kind: Role
${metadata}
rules: ${rules}
---
apiVersion: ${RBAC}/v1
kind: RoleBinding
${metadata}
${roleRef}
subjects: SUBJECTS
---
`;
}

const isWrite = ({ method, path }: ProxiedRequest) => method !== "GET" && !path.includes("selfsubjectrulesreviews");

/** The Lease, the Job, the Lease again. */
const WRITES = 3;

/** Runs a command, and kills it when the API server has done its nth write. */
async function killedAfter(nth: number, command: CommandName): Promise<void> {
  let child: ChildProcess | undefined;
  let writes = 0;
  proxy.onAnswer = (request) => {
    if (isWrite(request) && ++writes === nth) child?.kill("SIGKILL");
  };
  const onStart = (started: ChildProcess) => {
    child = started;
  };
  const { code, output } = await operate(command, [], { onStart });
  expect(code, output).toBe(137);
  proxy.clear();
}

describe("killed", () => {
  test.each([1, 2, 3])(
    "after write %i, the next trigger finds no lock in its way, and one Job at a time",
    async (nth) => {
      behaving({ seconds: nth === 2 ? 3 : 0 });
      await killedAfter(nth, "trigger");
      const { code, output } = await operate("trigger");
      expect(code, output).toBe(0);
      // After the last write the Job was over, and a trigger asks for another run.
      expect(await jobsOf("trigger")).toHaveLength(nth === 3 ? 2 : 1);
      if (nth === 2) expect(output).toMatch(/this goes by job actcore-trigger-\S+-a1, made at \S+Z; none is made/);
    },
  );

  test.each([2, 3])("after write %i, --attach brings the canary's evidence in", async (nth) => {
    behaving({ seconds: nth === 2 ? 2 : 0 });
    await killedAfter(nth, "canary");
    expect(evidence()).toEqual([]);
    const { code, output } = await operate("canary", ["--attach"]);
    expect(code, output).toBe(0);
    expect(output).toMatch(/this goes by job actcore-canary-\S+-a1, made at \S+Z; none is made/);
    expect(await jobsOf("canary")).toHaveLength(1);
    expect(evidence()).toHaveLength(2);
  });

  test("there are no more writes than those", async () => {
    const { code, output } = await operate("trigger");
    expect(code, output).toBe(0);
    expect(proxy.requests.filter(isWrite)).toHaveLength(WRITES);
  });
});

/** Makes the Lease as another operator's, renewed that many seconds ago. */
async function holdLease(secondsAgo: number): Promise<{ readonly end: number }> {
  const renewed = Date.now() - secondsAgo * 1000;
  const time = new Date(renewed).toISOString().replace("Z", "000Z");
  await cluster.api("POST", leases, {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "actcore-sync" },
    spec: { holderIdentity: "eve@elsewhere:4711#0f", leaseDurationSeconds: 90, acquireTime: time, renewTime: time },
  });
  // The API server tells its time in whole seconds.
  return { end: renewed + 91_000 };
}

describe("two operators at once", () => {
  test("of two triggers one works, the other is told who does; and so is a sync", async () => {
    behaving({ seconds: 4 });
    let synced: ReturnType<SyncProject["sync"]> | undefined;
    const onOutput = (output: string) => {
      if (output.includes(": running")) synced ??= project.sync(["--yes", "--rerun"]);
    };
    const [one, other] = await Promise.all([
      operate("trigger", [], { onOutput }),
      operate("trigger", [], { onOutput }),
    ]);
    const both = `${one.output}${other.output}`;
    expect([one.code, other.code].sort(), both).toEqual([0, 5]);
    expect(both).toMatch(/✖ locked by \S+@\S+:\d+ since/);
    expect(await jobsOf("trigger")).toHaveLength(1);
    expect((await synced)?.code, (await synced)?.output).toBe(5);
  });

  test("somebody's lock stops a trigger, for as long as it says, and no pause", async () => {
    const { end } = await holdLease(84);
    const locked = await operate("trigger");
    expect(locked.code, locked.output).toBe(5);
    expect(locked.output).toContain("✖ locked by eve@elsewhere:4711 since");
    expect(locked.output).toContain(`actdef trigger ${SWEEP.id} --target railiance01 --break-lock`);
    expect(await jobsOf("trigger")).toEqual([]);
    const pause = await operate("pause");
    expect(pause.code, pause.output).toBe(0);
    await until("the Lease has ended", () => Date.now() > end);
    const free = await operate("trigger");
    expect(free.code, free.output).toBe(0);
  });

  test("--break-lock takes the lock", async () => {
    await holdLease(5);
    const { code, output } = await operate("trigger", ["--break-lock"]);
    expect(code, output).toBe(0);
    expect(output).toContain("took over the lock of eve@elsewhere:4711");
  });

  test("two pauses that meet, each with a reason of its own, are one", async () => {
    let creations = 0;
    proxy.onRequest = async ({ method, path }) => {
      if (method !== CREATION.method || !CREATION.path.test(path)) return;
      creations++;
      await until("both have asked for a Job", () => creations >= 2);
    };
    const both = await Promise.all([operate("pause", ["--reason", "one"]), operate("pause", ["--reason", "other"])]);
    for (const { code, output } of both) expect(code, output).toBe(0);
    expect(await jobsOf("pause")).toHaveLength(1);
  });
});

const CREATION = { method: "POST", path: /\/jobs\?/ } as const;

describe("an API server with faults", () => {
  test("that forbids the Job: the verb and the resource are named, and the lock is given back", async () => {
    proxy.add({ ...CREATION, action: { answer: 403 } });
    const { code, output } = await operate("trigger");
    expect(code, output).toBe(4);
    expect(output).toMatch(/✖ not allowed to create Job actcore-trigger-\S+-a1/);
    expect(output).toContain('resources: ["jobs"], verbs: ["create"]');
    expect(output).toMatch(/state +nothing was done/);
    expect(await jobsOf("trigger")).toEqual([]);
    proxy.clear();
    expect((await operate("trigger")).code).toBe(0);
  });

  test.each(["before", "after"] as const)(
    "that resets the connection %s the Job was made: one Job in all",
    async (reset) => {
      proxy.add({ ...CREATION, nth: 1, action: { reset } });
      const { code, output } = await operate("trigger");
      expect(code, output).toBe(0);
      expect(await jobsOf("trigger")).toHaveLength(1);
    },
  );

  test("that is lost sight of when the Job was made: unknown, and --attach finds it", async () => {
    proxy.add({ ...CREATION, nth: 1, action: { reset: "after" } });
    proxy.add({ method: "GET", path: /\/jobs\/actcore-trigger-/, action: { reset: "before" } });
    const { code, output } = await operate("trigger", ["--timeout", "2"]);
    expect(code, output).toBe(7);
    expect(output).toMatch(/✖ whether Job \S+ exists is not known/);
    proxy.clear();
    const attached = await operate("trigger", ["--attach"]);
    expect(attached.code, attached.output).toBe(0);
    expect(await jobsOf("trigger")).toHaveLength(1);
  });

  test("that hangs: a deadline ends it", async () => {
    proxy.add({ ...CREATION, action: { hang: true } });
    const { code, output } = await operate("trigger", ["--timeout", "1"]);
    expect(code, output).toBe(6);
    expect(output).toContain("no answer in 1 s");
    expect(await jobsOf("trigger")).toEqual([]);
  });
});

describe("Ctrl-C", () => {
  test("while the Job runs leaves it, and tells how to attach to it", async () => {
    behaving({ seconds: 4 });
    let child: ChildProcess | undefined;
    const { code, output } = await operate("trigger", [], {
      onStart: (started) => {
        child = started;
      },
      onOutput: (shown) => {
        if (!shown.includes(": running")) return;
        child?.kill("SIGINT");
        child = undefined;
      },
    });
    expect(code, output).toBe(130);
    expect(output).toMatch(/Job actcore-trigger-\S+-a1 goes on/);
    expect(output).toContain(`actdef trigger ${SWEEP.id} --target railiance01 --attach`);
    const attached = await operate("trigger", ["--attach"]);
    expect(attached.code, attached.output).toBe(0);
    expect(await jobsOf("trigger")).toHaveLength(1);
  });

  test.each([
    ["the Lease is taken", { method: "POST", path: /\/leases\?/ }],
    ["an API server that cannot be reached is asked again", { method: "GET", path: /kube-system/ }],
  ])("while %s: nothing is done", async (_, call) => {
    let child: ChildProcess | undefined;
    proxy.onRequest = ({ method, path }) => {
      if (method !== call.method || !call.path.test(path)) return;
      child?.kill("SIGINT");
      child = undefined;
    };
    if (call.method === "GET") proxy.add({ ...call, action: { answer: 503 } });
    const { code, output } = await operate("trigger", [], {
      onStart: (started) => {
        child = started;
      },
    });
    expect(code, output).toBe(130);
    expect(output).toMatch(/state +nothing was done/);
    expect(await jobsOf("trigger")).toEqual([]);
    proxy.clear();
    expect((await operate("trigger")).code).toBe(0);
  });
});
