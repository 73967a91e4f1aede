// Loaded by `node --require` into each measured process: at its end, writes its peak memory in KiB and its CPU time (user
// and system, all threads) in microseconds to descriptor 3.
// VmHWM is the kernel's own high-water mark of this process image. The ru_maxrss of getrusage(2), which
// `process.resourceUsage()` reports, is not: it begins at the size of the process that forked it.
// CommonJS, since `--import` would load the loader of ES modules into programs that have no use for it.
const { readFileSync, writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

// A worker thread loads this file too, and its end is not the end of the process.
if (isMainThread) {
  process.on("exit", () => {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"));
    const { user, system } = process.cpuUsage();
    writeSync(3, `${kibibytes} ${user + system}`);
  });
}
