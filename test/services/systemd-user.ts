import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../lab/until.ts";

/** A real `systemd --user` of its own, whose units are the files below `units`. */
export interface SystemdUser {
  readonly units: string;
  /** Runs a shell command where `systemctl --user` reaches it; gives what it prints, and how it ended. */
  run(command: string, cwd: string): Promise<{ readonly output: string; readonly code: number }>;
  stop(): Promise<void>;
}

/**
 * In a mount namespace of its own: systemd runs only where /run says that the machine was started with it, and needs a
 * control group. Root only.
 */
export async function startSystemdUser(): Promise<SystemdUser> {
  const home = mkdtempSync(join(tmpdir(), "actdef-systemd-"));
  const units = join(home, ".config/systemd/user");
  mkdirSync(units, { recursive: true });
  const script = join(home, "start.sh");
  writeFileSync(script, startScript(home));
  const child = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private", "bash", script],
    {
      stdio: "ignore",
    },
  );
  const user: SystemdUser = {
    units,
    run(command, cwd) {
      const inside = [
        "--mount",
        "--target",
        String(child.pid),
        "--",
        "env",
        `HOME=${home}`,
        `XDG_RUNTIME_DIR=${RUNTIME}`,
      ];
      const shell = ["bash", "-c", `cd "$0" && { ${command}; } 2>&1`, cwd];
      return new Promise((resolve) => {
        execFile("nsenter", [...inside, ...shell], (error, output) => {
          resolve({ output, code: error ? Number(error.code ?? -1) : 0 });
        });
      });
    },
    async stop() {
      await user.run('kill "$(cat "$HOME/pid")"', "/");
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      rmSync(home, { recursive: true, force: true });
    },
  };
  await until("a systemd of this user", async () => {
    const { code } = await user.run("systemctl --user is-active default.target", "/");
    return code === 0;
  });
  return user;
}

const RUNTIME = "/run/user/0";

function startScript(home: string): string {
  return `set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system ${RUNTIME}
chmod 700 ${RUNTIME}
mount -t tmpfs tmpfs /sys/fs/cgroup
mkdir -p /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd systemd /sys/fs/cgroup/systemd
mkdir -p /sys/fs/cgroup/systemd/${home.replaceAll("/", "-")}
echo $$ > /sys/fs/cgroup/systemd/${home.replaceAll("/", "-")}/cgroup.procs
HOME=${home} XDG_RUNTIME_DIR=${RUNTIME} setpriv --pdeathsig KILL /lib/systemd/systemd --user &
echo $! > ${home}/pid
wait
`;
}
