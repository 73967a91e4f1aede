import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../transcript.ts";
import type { Json } from "./api-client.ts";
import type { Cluster } from "./cluster.ts";
import { standInScript } from "./sync-stand-in.ts";

const PROGRAM = join(ROOT, "dist/actdef.cjs");
export const DEFINITION = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
export const TARGET = "k8s/targets/railiance01.yaml";

/** How a command ended, and all that it printed. */
export interface Ended {
  readonly output: string;
  readonly code: number;
}

export interface RunOptions {
  readonly kubeconfig?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: "ignore" | "pipe";
  /** Called with the process as soon as it runs. */
  readonly onStart?: (process: ChildProcess) => void;
  /** Called with everything that was printed so far, at each new part. */
  readonly onOutput?: (output: string) => void;
}

/** The shipped project in a git repository of its own, aimed at a namespace of its own in a cluster of the lab. */
export class SyncProject {
  readonly folder: string;
  readonly namespace: string;
  readonly image: string;
  readonly cluster: Cluster;

  constructor(cluster: Cluster, namespace: string, image: string) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.image = image;
    this.folder = mkdtempSync(join(tmpdir(), "actdef-sync-"));
    for (const part of ["activity-definitions", "k8s"]) {
      cpSync(join(ROOT, part), join(this.folder, part), { recursive: true });
    }
  }

  /**
   * Makes the namespace, which enforces the restricted pod security standard, the images, and the first commit. Without
   * `isAimed` the target stays as it is shipped: not pinned.
   */
  static async create(cluster: Cluster, namespace: string, { isAimed = true } = {}): Promise<SyncProject> {
    const project = new SyncProject(cluster, namespace, isAimed ? `activity-core:${namespace}` : SHIPPED_IMAGE);
    await cluster.createNamespace(namespace, { "pod-security.kubernetes.io/enforce": "restricted" });
    await cluster.api("POST", `/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "actcore-database" },
      stringData: { url: "postgres://activity_core@localhost/activity_core" },
    });
    const { metadata } = await cluster.api("GET", "/api/v1/namespaces/kube-system");
    project.setSync();
    cluster.setImage("nginx:1.27-alpine", { scripts: { nginx: SLEEP }, readyWhenRunning: true });
    if (isAimed) {
      project.edit(TARGET, /uid: null.*/, `uid: ${metadata.uid}`);
      project.edit(TARGET, /context: railiance01/, "context: default");
      project.edit(TARGET, /^namespace: .*/m, `namespace: ${namespace}`);
      project.edit(TARGET, /^image: .*/m, `image: ${project.image}`);
    }
    project.git("init", "-q", "-b", "main");
    symlinkSync(PROGRAM, join(project.folder, ".git/actdef"));
    await project.commit();
    return project;
  }

  /** What the image's actcore-sync does; see `standInScript`. */
  setSync(script = standInScript()): void {
    const scripts = { "actcore-sync": script, "actcore-worker": SLEEP };
    this.cluster.setImage(this.image, { scripts, readyWhenRunning: true });
  }

  edit(path: string, from: RegExp | string, to: string): void {
    const file = join(this.folder, path);
    const text = readFileSync(file, "utf8");
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${path}: nothing matches ${from}`);
    writeFileSync(file, edited);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=op", "-c", "user.email=op@example.org"];
    return execFileSync("git", [...identity, ...args], { cwd: this.folder, encoding: "utf8" });
  }

  /** Compiles, and commits everything. */
  async commit(): Promise<void> {
    const { code, output } = await this.run(["compile"]);
    if (code !== 0) throw new Error(output);
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "change");
  }

  /** Runs actdef in the project; without a terminal, so `sync` needs `--yes`. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return this.#spawn(process.execPath, [PROGRAM, ...args], options);
  }

  /** Runs a shell command in the project, with standard error in standard output; `actdef` is what lies in `.git/`. */
  shell(command: string): Promise<Ended> {
    return this.#spawn("bash", ["-c", `exec 2>&1; ${command}`], { env: this.#shellEnvironment() });
  }

  /** Runs a shell command on a terminal, where somebody answers: by what is printed, what is typed then, each once. */
  terminal(command: string, answers: Readonly<Record<string, string>>): Promise<Ended> {
    const open = new Map(Object.entries(answers));
    let child: ChildProcess | undefined;
    return this.#spawn("script", ["-qec", command, "/dev/null"], {
      env: { ...this.#shellEnvironment(), TERM: "xterm" },
      stdin: "pipe",
      onStart: (started) => {
        child = started;
      },
      onOutput: (output) => {
        for (const [shown, typed] of open) {
          if (!output.includes(shown)) continue;
          open.delete(shown);
          child?.stdin?.write(typed);
        }
      },
    });
  }

  #shellEnvironment() {
    return { PATH: `${join(this.folder, ".git")}:${process.env.PATH}`, ...GIT_IDENTITY };
  }

  #spawn(
    program: string,
    args: readonly string[],
    { kubeconfig, env, stdin = "ignore", onStart, onOutput }: RunOptions,
  ): Promise<Ended> {
    const { FORCE_COLOR: _color, GITHUB_ACTIONS: _actions, ...inherited } = process.env;
    const child = spawn(program, args, {
      cwd: this.folder,
      stdio: [stdin, "pipe", "pipe"],
      env: {
        ...inherited,
        NO_COLOR: "1",
        ACTDEF_CACHE_FOLDER: join(this.folder, ".git/cache"),
        KUBECONFIG: kubeconfig ?? this.cluster.kubeconfig,
        ...env,
      },
    });
    onStart?.(child);
    let output = "";
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(output);
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    return new Promise((resolve) => {
      child.on("close", (code, signal) => resolve({ output, code: code ?? (signal === "SIGKILL" ? 137 : -1) }));
    });
  }

  sync(args: readonly string[] = ["--yes"], options: RunOptions = {}): Promise<Ended> {
    return this.run(["sync", "railiance01", ...args], options);
  }

  /** The objects of a kind in the namespace, by name; `path` such as `/api/v1` and `configmaps`. */
  async list(path: string, plural: string): Promise<ReadonlyMap<string, Json>> {
    const { items } = await this.cluster.api("GET", `${path}/namespaces/${this.namespace}/${plural}`);
    return new Map((items as readonly Json[]).map((item) => [item.metadata.name, item]));
  }

  /** The names of the sync Jobs. */
  async jobs(): Promise<string[]> {
    return [...(await this.list("/apis/batch/v1", "jobs")).keys()].sort();
  }

  async receipts(): Promise<Json[]> {
    const found = (await this.list("/api/v1", "configmaps")).get("actcore-receipts");
    return found ? JSON.parse(found.data["receipts.json"]) : [];
  }

  /** The resourceVersion of everything that a sync applies. */
  async versions(): Promise<Record<string, string>> {
    const versions: Record<string, string> = {};
    for (const [path, plural] of APPLIED) {
      for (const [name, { metadata }] of await this.list(path, plural)) {
        if (metadata.labels?.["app.kubernetes.io/managed-by"] === "actdef")
          versions[`${plural}/${name}`] = metadata.resourceVersion;
      }
    }
    return versions;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    this.cluster.removeImage(this.image);
  }
}

const APPLIED = [
  ["/api/v1", "configmaps"],
  ["/api/v1", "services"],
  ["/api/v1", "serviceaccounts"],
  ["/apis/networking.k8s.io/v1", "networkpolicies"],
  ["/apis/batch/v1", "jobs"],
] as const;

/** The image of the shipped target. */
const SHIPPED_IMAGE = "activity-core:railiance01-prod";

const GIT_IDENTITY = {
  GIT_AUTHOR_NAME: "op",
  GIT_AUTHOR_EMAIL: "op@example.org",
  GIT_COMMITTER_NAME: "op",
  GIT_COMMITTER_EMAIL: "op@example.org",
};

const SLEEP = "#!/bin/sh\nexec sleep 3600\n";
