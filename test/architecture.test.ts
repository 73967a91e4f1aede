import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const SOURCE = join(ROOT, "src");

/** The pipeline: a file imports from lower layers and from its own folder only. */
const LAYERS: Readonly<Record<string, number>> = {
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
  cluster: 9,
  compare: 9,
  operate: 10,
  cli: 11,
  "index.ts": 12,
};

/** The only files that read or write anything outside of the process's memory. */
const ADAPTERS = [
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
];
const IO_MODULES = /^node:(?:fs|child_process|net|http|https|os|process|readline|stream|tty|worker_threads)(?:\/|$)/;

interface Module {
  /** Relative to src/, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const modules: readonly Module[] = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.includes("generated"))
  .sort()
  .map((path) => {
    const text = readFileSync(join(SOURCE, path), "utf8");
    const imports = [...text.matchAll(/(?:from |import\(|^import )"([^"]+)"/gm)].map((match) => match[1] ?? "");
    return { path, text, imports };
  });

const layerName = (path: string) => path.split("/")[0] ?? "";

function importedModules(module: Module): string[] {
  return module.imports
    .filter((target) => target.startsWith("."))
    .map((target) => relative(SOURCE, resolve(dirname(join(SOURCE, module.path)), target)))
    .filter((target) => !target.startsWith(".."));
}

describe("the folder list is the pipeline", () => {
  test("every folder and file at the top of src has a layer", () => {
    expect(modules.map(({ path }) => layerName(path)).filter((name) => !(name in LAYERS))).toEqual([]);
  });

  test("imports lead down, or stay in their folder", () => {
    const upward = modules.flatMap((module) =>
      importedModules(module)
        .filter((target) => layerName(target) !== layerName(module.path))
        .filter((target) => (LAYERS[layerName(target)] ?? 99) >= (LAYERS[layerName(module.path)] ?? -1))
        .map((target) => `${module.path} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("no imports go round in a circle", () => {
    const graph = new Map(modules.map((module) => [module.path, importedModules(module)]));
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
});

describe("adapters", () => {
  const pure = modules.filter(({ path }) => !ADAPTERS.some((adapter) => path.startsWith(adapter)));

  test("only adapters import what does I/O", () => {
    const reaching = pure.flatMap(({ path, imports }) =>
      imports.filter((it) => IO_MODULES.test(it)).map((it) => `${path}: ${it}`),
    );
    expect(reaching).toEqual([]);
  });

  test("only cli touches the process, the clock and chance", () => {
    const outside = modules.filter(({ path }) => !path.startsWith("cli/"));
    const touching = outside.filter(({ text }) =>
      /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bIntl\.DateTimeFormat\b|\.toLocale/.test(text),
    );
    expect(touching.map(({ path }) => path)).toEqual([]);
  });

  test("commands are loaded when they are called", () => {
    const program = modules.find(({ path }) => path === "cli/program.ts");
    expect(program?.text.match(/^import .*commands/gm)).toBeNull();
  });
});

describe("sizes", () => {
  const codeLines = (text: string) =>
    text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(?:\/\/|\/?\*)/.test(line)).length;

  test("no file has more than 300 lines of code", () => {
    expect(modules.filter(({ text }) => codeLines(text) > 300).map(({ path }) => path)).toEqual([]);
  });

  test("the whole flow can be read on one page", () => {
    const compile = modules.find(({ path }) => path === "compile.ts");
    expect(codeLines(compile?.text ?? "")).toBeLessThanOrEqual(80);
  });

  test("names say what a file is for", () => {
    const vague = modules.filter(({ path }) =>
      /(?:^|\/)(?:utils?|helpers?|common|types|manager|misc)(?:\/|\.ts$)/.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });
});
