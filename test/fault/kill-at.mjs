// Preloaded into the program under test: ends it with SIGKILL right before the file operation number KILL_AT. With
// KILL_SYNC, those count that do not wait.
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const killAt = Number(process.env.KILL_AT);
let operations = 0;

function count() {
  operations++;
  if (operations === killAt) process.kill(process.pid, "SIGKILL");
}

function counted(owner, name) {
  const original = owner[name];
  owner[name] = function (...args) {
    count();
    return original.apply(this, args);
  };
}

for (const name of ["open", "rename", "rm", "rmdir"]) counted(fsPromises, name);
const handle = await fsPromises.open(process.execPath);
operations = 0;
const FileHandle = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ["writeFile", "sync", "close"]) counted(FileHandle, name);
if (process.env.KILL_SYNC) {
  for (const name of ["openSync", "writeSync", "fsyncSync", "closeSync"]) counted(fs, name);
}
syncBuiltinESMExports();
