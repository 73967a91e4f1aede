import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

interface Part {
  /** Relative to the project. */
  readonly folder: string;
  /** The pipeline: a file imports from lower layers and from its own folder only. */
  readonly layers: Readonly<Record<string, number>>;
  /** The only files that read or write anything outside of the process's memory. */
  readonly adapters: readonly string[];
  /** The folder that alone touches the process and chance. */
  readonly program: string;
  /** What may read the clock beside it. */
  readonly clocks: readonly string[];
  /** What lies outside of it and may be imported, by the folder that may. */
  readonly borrows: Readonly<Record<string, readonly string[]>>;
}

const COMPILER: Part = {
  folder: "src",
  layers: {
    source: 0,
    diagnostics: 1,
    parse: 2,
    schedule: 2,
    validate: 3,
    model: 4,
    rules: 5,
    check: 6,
    project: 6,
    emit: 7,
    "compile.ts": 8,
    batch: 9,
    explain: 9,
    fix: 9,
    diff: 9,
    compare: 9,
    timeline: 9,
    cluster: 9,
    operate: 10,
    cli: 11,
    "index.ts": 12,
  },
  adapters: [
    "source/discovery.ts",
    "source/read-source.ts",
    "source/missing-paths.ts",
    "source/git.ts",
    "emit/write-outputs.ts",
    "batch/check-files.ts",
    "batch/check-worker.ts",
    "batch/cache.ts",
    "cluster/connect.ts",
    "cluster/kubeconfig.ts",
    "cli/",
  ],
  program: "cli/",
  clocks: [],
  borrows: { cli: ["runtime/src/invoke/", "runtime/src/activity/"] },
};

const RUNTIME: Part = {
  folder: "runtime/src",
  layers: {
    activity: 0,
    invoke: 1,
    definitions: 1,
    store: 2,
    workflows: 2,
    schedules: 3,
    sync: 4,
    worker: 4,
    commands: 5,
    program: 6,
  },
  adapters: ["invoke/", "definitions/", "store/", "schedules/", "worker/", "commands/", "program/"],
  program: "program/",
  // That of a workflow is Temporal's: it stands still while the workflow runs, and a replay reads the same.
  clocks: ["invoke/make-attempt.ts", "store/", "schedules/", "worker/", "commands/", "workflows/"],
  borrows: {},
};

/** What every part may read: the schemas, and the version. */
const CONTRACTS = /^(?:schemas\/.*\.json|package\.json)$/;

const IO_MODULES = /^node:(?:fs|child_process|net|http|https|os|process|readline|stream|tty|worker_threads)(?:\/|$)/;

interface Module {
  /** Relative to its part, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function modulesOf({ folder }: Part): readonly Module[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("generated"))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, folder, path), "utf8");
      const imports = [...text.matchAll(/(?:from |import\(|^import )"([^"]+)"/gm)].map((match) => match[1] ?? "");
      return { path, text, imports };
    });
}

const layerName = (path: string) => path.split("/")[0] ?? "";

/** Relative to the project. */
function importedFiles({ folder }: Part, { path, imports }: Module): string[] {
  const from = dirname(join(ROOT, folder, path));
  return imports.filter((target) => target.startsWith(".")).map((target) => relative(ROOT, resolve(from, target)));
}

/** Relative to the part. */
function importedModules(part: Part, module: Module): string[] {
  return importedFiles(part, module)
    .filter((target) => target.startsWith(`${part.folder}/`))
    .map((target) => target.slice(part.folder.length + 1));
}

const codeLines = (text: string) =>
  text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(?:\/\/|\/?\*)/.test(line)).length;

describe.each([COMPILER, RUNTIME])("$folder: the folder list is the pipeline", (part) => {
  const { adapters, borrows, clocks, folder, layers, program } = part;
  const modules = modulesOf(part);

  test("every folder and file at the top has a layer", () => {
    expect(modules.map(({ path }) => layerName(path)).filter((name) => !(name in layers))).toEqual([]);
  });

  test("imports lead down, or stay in their folder", () => {
    const upward = modules.flatMap((module) =>
      importedModules(part, module)
        .filter((target) => layerName(target) !== layerName(module.path))
        .filter((target) => (layers[layerName(target)] ?? 99) >= (layers[layerName(module.path)] ?? -1))
        .map((target) => `${module.path} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("nothing else of the project is imported, but what is shared on purpose", () => {
    const foreign = modules.flatMap((module) =>
      importedFiles(part, module)
        .filter((target) => !target.startsWith(`${folder}/`))
        .filter((target) => !(borrows[layerName(module.path)] ?? []).some((lent) => target.startsWith(lent)))
        .filter((target) => !CONTRACTS.test(target))
        .map((target) => `${module.path} -> ${target}`),
    );
    expect(foreign).toEqual([]);
  });

  test("no imports go round in a circle", () => {
    const graph = new Map(modules.map((module) => [module.path, importedModules(part, module)]));
    const circles: string[] = [];
    const finished = new Set<string>();
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      if (trail.includes(path) || finished.has(path)) return;
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
      finished.add(path);
    };
    for (const { path } of modules) visit(path, []);
    expect(circles).toEqual([]);
  });

  test("only adapters import what does I/O", () => {
    const pure = modules.filter(({ path }) => !adapters.some((adapter) => path.startsWith(adapter)));
    const reaching = pure.flatMap(({ path, imports }) =>
      imports.filter((it) => IO_MODULES.test(it)).map((it) => `${path}: ${it}`),
    );
    expect(reaching).toEqual([]);
  });

  test(`only ${program} touches the process and chance, and few others the clock`, () => {
    const outside = modules.filter(({ path }) => !path.startsWith(program));
    const touching = outside.filter(({ text }) =>
      /\bprocess\.|\bMath\.random\(|\bIntl\.DateTimeFormat\b|\.toLocale/.test(text),
    );
    const timing = outside.filter(({ path }) => !clocks.some((clock) => path.startsWith(clock)));
    const reading = timing.filter(({ text }) => /\bDate\.now\(|\bnew Date\(\)/.test(text));
    expect([...touching, ...reading].map(({ path }) => path)).toEqual([]);
  });

  test("no file has more than 300 lines of code", () => {
    expect(modules.filter(({ text }) => codeLines(text) > 300).map(({ path }) => path)).toEqual([]);
  });

  test("names say what a file is for", () => {
    const vague = modules.filter(({ path }) =>
      /(?:^|\/)(?:utils?|helpers?|common|types|manager|misc)(?:\/|\.ts$)/.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });
});

describe("the compiler", () => {
  const modules = modulesOf(COMPILER);

  test("commands are loaded when they are called", () => {
    const program = modules.find(({ path }) => path === "cli/program.ts");
    expect(program?.text.match(/^import .*commands/gm)).toBeNull();
  });

  test("its whole flow can be read on one page", () => {
    const compile = modules.find(({ path }) => path === "compile.ts");
    expect(codeLines(compile?.text ?? "")).toBeLessThanOrEqual(80);
  });
});
