// Writes at the end of a program which files it has loaded, and which parts of Node beyond those that are always there.
const { writeFileSync } = require("node:fs");
const { basename } = require("node:path");

const before = new Set(process.moduleLoadList);
const { LOADED } = process.env;

process.on("exit", () => {
  const files = Object.keys(require.cache).map((file) => basename(file));
  const parts = process.moduleLoadList.filter((part) => !before.has(part));
  writeFileSync(LOADED, JSON.stringify({ files, parts: parts.map((part) => part.replace("NativeModule ", "")) }));
});
