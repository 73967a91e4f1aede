import { expect, test } from "vitest";
import { commandJob, commandJobs, commandOptions, followedCommandJob } from "../../src/operate/command-job.ts";
import { COMMAND_NAMES, type CommandName } from "../../src/operate/command-result.ts";
import { sweep } from "../project/sample.ts";
import { projectedTarget } from "./live-sample.ts";

const { target, job: syncJob } = projectedTarget([sweep]);

interface Spec {
  readonly activeDeadlineSeconds: number;
  readonly backoffLimit: number;
  readonly podFailurePolicy?: object;
  readonly template: {
    readonly spec: {
      readonly volumes?: object;
      readonly containers: readonly { readonly args: readonly string[]; readonly volumeMounts?: object }[];
    };
  };
}

function jobOf(command: CommandName, retry: Partial<typeof sweep.retry> = {}) {
  const activity = { ...sweep, retry: { ...sweep.retry, ...retry } };
  const options = commandOptions(command, target, "- the bridge is replaced by $(NAME)");
  const request = { command, activity, options, target, syncJob, attempt: 2 };
  const object = commandJob(request);
  return { name: object.metadata.name, spec: object.spec as Spec, followed: followedCommandJob(request) };
}

test("a command has the container of the sync Job, with arguments of its own and without the definitions", () => {
  const argsOf = (command: CommandName) => jobOf(command).spec.template.spec.containers[0]?.args;
  const events = ["--progress-events-env", "STATE_HUB_URL", "--progress-events-path", "/progress-events"];
  const reason = ["--reason=- the bridge is replaced by $$(NAME)"];
  expect(argsOf("canary")).toEqual(["canary", sweep.id, ...events]);
  expect(argsOf("pause")).toEqual(["pause", sweep.id, ...reason]);
  expect(argsOf("resume")).toEqual(["resume", sweep.id, ...reason]);
  expect(argsOf("trigger")).toEqual(["trigger", sweep.id]);
  const { spec } = jobOf("canary").spec.template;
  expect([spec.volumes, spec.containers[0]?.volumeMounts]).toEqual([undefined, undefined]);
});

test("Kubernetes never repeats what makes a run, whatever becomes of its pod", () => {
  const repeats = COMMAND_NAMES.map((command) => {
    const { backoffLimit, podFailurePolicy } = jobOf(command).spec;
    return [command, backoffLimit, podFailurePolicy !== undefined];
  });
  expect(repeats).toEqual([
    ["canary", 0, false],
    ["pause", 2, true],
    ["resume", 2, true],
    ["trigger", 0, false],
  ]);
});

test("a run has the time that its attempts may take, the longest pauses included, and a call and a minute more", () => {
  const deadlines = (retry: Partial<typeof sweep.retry>) => {
    const { spec, followed } = jobOf("canary", retry);
    expect(followed.deadlineSeconds).toBe(spec.activeDeadlineSeconds);
    return spec.activeDeadlineSeconds;
  };
  expect(deadlines({})).toBe(2 * 345 + 60);
  // Retry-After may ask for max_backoff_seconds each time.
  expect(deadlines({ max_attempts: 3, backoff_seconds: 1, max_backoff_seconds: 40 })).toBe(4 * 345 + 2 * 40 + 60);
  expect(jobOf("pause").spec.activeDeadlineSeconds).toBe(target.sync_job.deadline_seconds);
});

test("its name is never generated, and says of which attempt it is", () => {
  const { name, followed } = jobOf("canary");
  expect(name).toMatch(/^actcore-canary-[0-9a-f]{10}-a2$/);
  expect(followed.name).toBe(name);
  expect(jobOf("pause").name).not.toBe(name);
  const jobs = [name.replace(/2$/, "9"), name.replace(/2$/, "10"), jobOf("pause").name].map((it) => ({
    metadata: { name: it },
  }));
  const call = { command: "canary", activity: sweep, options: [] } as const;
  expect(commandJobs(jobs, call).map(({ attempt }) => attempt)).toEqual([10, 9]);
});

test("a question for a history is repeated as it likes, and each time that is asked for has Jobs of its own", () => {
  const asked = (until: string) => {
    const options = ["--from", "2026-06-21T00:00:00.000Z", "--until", until];
    return commandJob({ command: "history", activity: sweep, options, target, syncJob, attempt: 1 });
  };
  const [first, second] = [asked("2026-06-28T00:00:00.000Z"), asked("2026-06-29T00:00:00.000Z")];
  expect(first.metadata.name).toMatch(/^actcore-history-[0-9a-f]{10}-a1$/);
  expect(second.metadata.name).not.toBe(first.metadata.name);
  expect(first.spec).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: target.sync_job.deadline_seconds });
});
