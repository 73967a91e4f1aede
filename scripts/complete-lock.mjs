// Adds to package-lock.json the optional packages of platforms that npm left out. It does so where the registry at hand does
// not serve them, as mirrors may; `npm ci` then calls the lock file out of sync. Run it after installing a package.
import { readFileSync, writeFileSync } from "node:fs";

const LOCK = new URL("../package-lock.json", import.meta.url);
const PLATFORM = /(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+?)(?:-(.*))?$/;

const lock = JSON.parse(readFileSync(LOCK, "utf8"));
const { "": root, ...packages } = lock.packages;

/** What npm needs to know to pass a package over on another platform; it is for development where what asks for it is. */
function platformEntry(name, version, dev) {
  const [, os, arch, abi = ""] = PLATFORM.exec(name) ?? [];
  if (!os) throw new Error(`${name}: its name does not say which platform it is for`);
  const libc = abi.startsWith("musl") ? ["musl"] : abi.startsWith("gnu") ? ["glibc"] : undefined;
  return { version, ...(dev ? { dev } : {}), optional: true, os: [os], cpu: [arch], ...(libc ? { libc } : {}) };
}

for (const [folder, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isThere = packages[`node_modules/${name}`] ?? packages[`${folder}/node_modules/${name}`];
    if (!isThere) packages[`node_modules/${name}`] = platformEntry(name, version.replace(/^[\^~]/, ""), dev);
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = { "": root, ...Object.fromEntries(sorted) };
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
