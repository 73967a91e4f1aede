// The program as files of CommonJS, of which each loads another, or a library, when something in it is first used: no
// command waits for what it does not use, and Node starts CommonJS sooner than ES modules.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import dynamicImport from "@babel/plugin-transform-dynamic-import";
import commonJs from "@babel/plugin-transform-modules-commonjs";
import { build, transform } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What is started, by the name of its file. */
const PROGRAMS = { actdef: "src/cli/main.ts", "check-worker": "src/batch/check-worker.ts" };

/** How a file begins that the shell can start. */
const STARTS = { "actdef.cjs": "#!/usr/bin/env node\n" };

/** Everything that this needs is one file, since most commands need most of it, and each file takes time to be found. */
const CORE = "src/cli/commands/validate.ts";

/** What a sound definition, or a project that has not changed, does not need: each is a file of its own. */
const APART = {
  // The ES module build, which esbuild can put into one scope.
  yaml: "node_modules/yaml/browser/index.js",
  fires: "src/schedule/fires.ts",
  "parse-yaml-in-full": "src/parse/parse-yaml-in-full.ts",
  "schema-findings": "src/validate/schema-findings.ts",
  "check-project": "src/batch/check-project.ts",
  "project-run": "src/cli/project-run.ts",
  projections: "src/project/projections.ts",
  "output-files": "src/emit/output-files.ts",
  // With @kubernetes/client-node, which is larger than all the rest.
  kubeconfig: "src/cluster/kubeconfig.ts",
  // With the library that draws, and a document to draw in.
  "comparison-page": "src/compare/page/comparison-page.ts",
  "check-changes": "src/batch/check-changes.ts",
  "renew-outputs": "src/emit/renew-outputs.ts",
  "difference-words": "src/cli/difference-words.ts",
};

const ENTRY = "entry";

/** Stands for the hash of everything that is built, until that is known. */
const BUILD_MARK = "@build@";

/** The text of each file, by its path. With `hasMaps`, its source map as well; then names and lines are left as they are. */
export async function bundle(outdir, { hasMaps = false } = {}) {
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const names = Object.keys({ ...PROGRAMS, ...APART });
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(names.map((name) => [name, `${ENTRY}:${name}`])),
    outdir,
    outExtension: { ".js": ".cjs" },
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    legalComments: "none",
    sourcemap: hasMaps ? "external" : false,
    plugins: [entries, apart, withoutSubprocesses, clientNodeWithoutSideEffects],
    define: {
      ACTDEF_VERSION: JSON.stringify(version),
      ACTDEF_BUILD: JSON.stringify(BUILD_MARK),
      ACTDEF_WORKER: JSON.stringify("check-worker.cjs"),
      "import.meta.dirname": "__dirname",
    },
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const codes = [...texts].filter(([path]) => !path.endsWith(".map"));
  const files = await Promise.all(codes.map(([path, code]) => toCommonJs(path, code, texts.get(`${path}.map`))));
  return withBuildHash(new Map(files.flat()), outdir);
}

/** Each entry, be it a program or what is loaded by name, has the core beside it, so that this is shared by all as a whole. */
const entries = {
  name: "entries",
  setup(build) {
    const entry = (file) => ({ path: relative(ROOT, file), namespace: ENTRY });
    build.onResolve({ filter: new RegExp(`^${ENTRY}:`) }, ({ path }) => {
      const file = join(ROOT, { ...PROGRAMS, ...APART }[path.slice(ENTRY.length + 1)]);
      return file.includes("node_modules") ? { path: file } : entry(file);
    });
    build.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) =>
      kind === "dynamic-import" ? entry(join(resolveDir, path)) : undefined,
    );
    build.onLoad({ filter: /./, namespace: ENTRY }, ({ path }) => ({
      contents: `import "./${CORE}"; export * from "./${path}";`,
      resolveDir: ROOT,
    }));
  },
};

/** What is imported from a file apart stays there. */
const apart = {
  name: "apart",
  setup(build) {
    const names = new Map(Object.entries(APART).map(([name, file]) => [join(ROOT, file), name]));
    const external = (name) => name && { path: `./${name}.cjs`, external: true };
    build.onResolve({ filter: /^yaml$/ }, () => external("yaml"));
    build.onResolve({ filter: /^\..*\.ts$/, namespace: "file" }, ({ path, resolveDir }) =>
      external(names.get(join(resolveDir, path))),
    );
  },
};

/** Commander can run commands that are programs of their own; here is none, and Node's part for it takes long to load. */
const withoutSubprocesses = {
  name: "without-subprocesses",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("commander") ? { path: "none", namespace: "none" } : undefined,
    );
    build.onLoad({ filter: /./, namespace: "none" }, () => ({ contents: "" }));
  },
};

/**
 * Of @kubernetes/client-node only the reading of kubeconfigs is used. The package does not say that its modules have no
 * side effects, so without this all of its API classes would be bundled as well.
 */
const clientNodeWithoutSideEffects = {
  name: "client-node-without-side-effects",
  setup(build) {
    build.onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      const isOfClient = `${importer} ${path}`.includes("@kubernetes/client-node");
      if (!isOfClient || pluginData === "resolved") return undefined;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: "resolved" });
      return found.errors.length > 0 ? found : { ...found, sideEffects: false };
    });
  },
};

/** An ES module as CommonJS that loads what it imports when that is first used, as a list of files. */
async function toCommonJs(path, text, map) {
  // An import of nothing only says in which order modules would run, and in none of them does that matter.
  const code = text.replace(/^import "[^"]*";$/gm, "");
  const lazy = await transformAsync(code, {
    configFile: false,
    compact: false,
    plugins: [dynamicImport.default, [commonJs.default, { lazy: () => true }], unicodeClassesLate],
    assumptions: { constantReexports: true, enumerableModuleMeta: true },
    ...(map ? { inputSourceMap: JSON.parse(map), sourceMaps: true } : {}),
  });
  if (map)
    return [
      [path, lazy.code],
      [`${path}.map`, JSON.stringify(lazy.map)],
    ];
  const small = await transform(lazy.code, { minify: true, format: "cjs", target: "node20.19", legalComments: "none" });
  return [[path, basename(path) in STARTS ? `${STARTS[basename(path)]}${small.code}` : small.code]];
}

/**
 * V8 reads a literal pattern when it reads the file, and Unicode's classes take a millisecond each, also in functions that
 * never run; a pattern that is made is read when it is.
 */
function unicodeClassesLate({ types }) {
  return {
    visitor: {
      RegExpLiteral(path) {
        const { pattern, flags } = path.node;
        if (!pattern.includes("\\p{")) return;
        const texts = [pattern, flags].map((text) => types.stringLiteral(text));
        path.replaceWith(types.newExpression(types.identifier("RegExp"), texts));
      },
    },
  };
}

function withBuildHash(files, outdir) {
  const sum = createHash("sha256");
  for (const [path, text] of files) sum.update(`${relative(outdir, path)}\n${text}`);
  const id = sum.digest("hex");
  return new Map([...files].map(([path, text]) => [path, text.replaceAll(BUILD_MARK, id)]));
}
