// Builds the program: validators from the schemas, then the bundle. Each command and each heavy library is a chunk of its
// own, so that a command loads only what it uses. `dist/` is committed: it runs without an install.
// With --check nothing is written to dist/; the exit code tells whether it is what the sources build to.
// With --maps FOLDER the bundle goes there instead, with its source maps.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { buildValidators } from "./build-validators.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");

/** Stands for the hash of everything that is built, until that is known. */
const BUILD_MARK = "@build@";

/**
 * Of @kubernetes/client-node only the reading of kubeconfigs is used. The package does not say that its modules have no
 * side effects, so without this all of its API classes would be bundled as well.
 */
const clientNodeWithoutSideEffects = {
  name: "client-node-without-side-effects",
  setup({ onResolve, resolve: resolveModule }) {
    onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      const isOfClient = `${importer} ${path}`.includes("@kubernetes/client-node");
      if (!isOfClient || pluginData === "resolved") return undefined;
      const found = await resolveModule(path, { importer, kind, resolveDir, pluginData: "resolved" });
      return found.errors.length > 0 ? found : { ...found, sideEffects: false };
    });
  },
};

async function bundle(outdir, options = {}) {
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { actdef: "src/cli/main.ts", "check-worker": "src/batch/check-worker.ts" },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    plugins: [clientNodeWithoutSideEffects],
    // The ES module build of yaml, of which bundling keeps only what is used.
    alias: { yaml: "./node_modules/yaml/browser/index.js" },
    // commander is CommonJS and calls `require` for Node's own modules.
    banner: { js: 'import{createRequire as $r}from"node:module";const require=$r(import.meta.url);' },
    define: {
      ACTDEF_VERSION: JSON.stringify(version),
      ACTDEF_BUILD: JSON.stringify(BUILD_MARK),
      // From a chunk, which is where the code that starts it is.
      ACTDEF_WORKER: JSON.stringify("../check-worker.mjs"),
    },
    ...options,
  });
  const sum = createHash("sha256");
  for (const { path, text } of outputFiles) sum.update(`${relative(outdir, path)}\n${text}`);
  const id = sum.digest("hex");
  return new Map(outputFiles.map(({ path, text }) => [path, text.replaceAll(BUILD_MARK, id)]));
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function isFresh(built) {
  const present = await filesIn(DIST).catch(() => []);
  if (present.length !== built.size) return false;
  const same = await Promise.all(present.map(async (path) => (await readFile(path, "utf8")) === built.get(path)));
  return same.every(Boolean);
}

async function write(built) {
  for (const [path, text] of built) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: path === join(DIST, "actdef.mjs") ? 0o755 : 0o644 });
  }
}

await buildValidators();
const { values } = parseArgs({ options: { check: { type: "boolean" }, maps: { type: "string" } } });
if (values.maps) {
  await write(await bundle(resolve(values.maps), { sourcemap: "external" }));
} else {
  const built = await bundle(DIST);
  const fresh = await isFresh(built);
  if (values.check && !fresh) {
    console.error("dist/ is not what the sources build to: run npm run build and commit the result");
    process.exitCode = 1;
  } else if (!fresh) {
    await rm(DIST, { recursive: true, force: true });
    await write(built);
  }
}
