// Builds the program: validators from the schemas, then the bundle. Each command and each heavy library is a chunk of its
// own, so that a command loads only what it uses. `dist/` is committed: it runs without an install.
// With --check nothing is written to dist/; the exit code tells whether it is what the sources build to.
// With --maps FOLDER the bundle goes there instead, with its source maps.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildValidators } from "./build-validators.mjs";
import { bundle } from "./bundle.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");

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
    await writeFile(path, text, { mode: path === join(DIST, "actdef.cjs") ? 0o755 : 0o644 });
  }
}

await buildValidators();
const { values } = parseArgs({ options: { check: { type: "boolean" }, maps: { type: "string" } } });
if (values.maps) {
  await write(await bundle(resolve(values.maps), { hasMaps: true }));
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
