// What the Dockerfile makes, without Docker: its steps are carried out in a folder, in the place of its base image is this
// machine with its Node, and what comes of it runs as the image does: as its user, on a file system that nobody can write.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePorts } from "../../test/lab/free-ports.ts";
import { until } from "../../test/lab/until.ts";
import { startTemporal } from "../../test/services/start-temporal.ts";
import { ROOT } from "../../test/transcript.ts";

interface Stage {
  /** Stands for the stage's root. */
  readonly root: string;
  workingFolder: string;
  user: string;
}

const scratch = mkdtempSync(join(tmpdir(), "actdef-image-"));
let image: Stage;
beforeAll(() => {
  // An overlay cannot lie over the file system that it is on.
  execFileSync("mount", ["-t", "tmpfs", "tmpfs", scratch]);
  image = build(readFileSync(join(ROOT, "runtime/Dockerfile"), "utf8"));
}, 300_000);
afterAll(() => {
  spawnSync("umount", [scratch]);
  rmSync(scratch, { recursive: true, force: true });
});

/** Carries out the instructions that the Dockerfile uses; throws on any other. Gives the last stage. */
function build(dockerfile: string): Stage {
  const stages = new Map<string, Stage>();
  let stage: Stage = { root: "", workingFolder: "/", user: "0:0" };
  const lines = dockerfile.replaceAll(/\\\n\s*/g, "").split("\n");
  for (const line of lines.filter((it) => it !== "" && !it.startsWith("#"))) {
    const [instruction = "", ...words] = line.split(" ");
    if (instruction === "FROM") {
      const name = words[2] ?? "last";
      stage = { root: join(scratch, name), workingFolder: "/", user: "0:0" };
      mkdirSync(stage.root);
      stages.set(name, stage);
    } else if (instruction === "WORKDIR") stage.workingFolder = words[0] ?? "";
    else if (instruction === "USER") stage.user = words[0] ?? "";
    else if (instruction === "COPY") copy(words, stage, stages);
    else if (instruction === "RUN") runIn(stage, words.join(" "));
    else if (instruction !== "ENV" && instruction !== "CMD") throw new Error(`what does ${instruction} do?`);
  }
  return stage;
}

function copy(words: readonly string[], stage: Stage, stages: ReadonlyMap<string, Stage>): void {
  const from = /^--from=(.*)$/.exec(words[0] ?? "")?.[1];
  const [target = "", ...sources] = words.slice(from === undefined ? 0 : 1).reverse();
  const base = from === undefined ? ROOT : (stages.get(from)?.root ?? "");
  for (const source of sources) {
    const isInto = target.endsWith("/");
    const to = join(stage.root, stage.workingFolder, target, isInto ? (source.split("/").at(-1) ?? "") : "");
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(base, source), to, { recursive: true, verbatimSymlinks: true });
  }
}

/** Runs a command as root within a stage, whose files lie over those of this machine; what it writes becomes the stage's. */
function runIn({ root, workingFolder }: Stage, command: string): void {
  const within = ["chroot", "root", "env", "-C", workingFolder, "sh", "-c", command];
  const { status, stderr } = spawnSync("unshare", entered(root, within, "true"), { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

/** Arguments of `unshare` that run a command as the image's user, on a file system that cannot be written. */
function started(command: readonly string[], variables: Readonly<Record<string, string | number>> = {}): string[] {
  const { root, user, workingFolder } = image;
  const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const env = ["env", "-i", "-C", workingFolder, "PATH=/usr/local/bin:/usr/bin:/bin", ...given];
  return entered(root, ["chroot", `--userspec=${user}`, "root", ...env, ...command], "mount -o remount,bind,ro root");
}

/** Arguments of `unshare` that run a command in mounts of its own, with `root` for the stage's root. */
function entered(upper: string, command: readonly string[], last: string): string[] {
  const script = `set -e
cd "${scratch}"
mkdir -p work root
mount -t overlay overlay -o lowerdir=/,upperdir="${upper}",workdir=work root
mount --bind /dev root/dev
mount -t proc proc root/proc
${last}
exec "$@"`;
  return ["--mount", "--propagation", "private", "bash", "-c", script, "bash", ...command];
}

describe("the image", () => {
  const run = (...command: readonly string[]) => spawnSync("unshare", started(command), { encoding: "utf8" });

  test("runs as no user that this machine knows, and cannot write", () => {
    expect(run("sh", "-c", "id -u; touch /opt/actcore/x /tmp/x 2>&1 | wc -l").stdout).toBe("65532\n2\n");
  });

  test.each(["actcore-sync", "actcore-worker"])("%s starts, and says what it lacks", (program) => {
    const { status, stdout, stderr } = run(program);
    expect(`${stdout}${stderr}`).toContain("the environment lacks DATABASE_URL");
    expect(status).toBe(42);
  });

  test("its worker polls a real Temporal, and ends when it is told to", async () => {
    const temporal = await startTemporal();
    const [port] = await freePorts();
    const settings = {
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: "default",
      TEMPORAL_TASK_QUEUE: "image",
      ACTCORE_SECRETS_FOLDER: "/nonexistent",
      ACTCORE_HEALTH_HOST: "127.0.0.1",
      ACTCORE_HEALTH_PORT: port,
    };
    const worker = spawn("unshare", started(["actcore-worker"], settings), { stdio: "ignore" });
    const ended = once(worker, "exit");
    try {
      await until("a ready worker", async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, { seconds: 30 });
      worker.kill("SIGTERM");
      expect(await ended).toEqual([0, null]);
    } finally {
      worker.kill("SIGKILL");
      await temporal.remove();
    }
  });
});
