// Writes a project of generated definitions: `node bench/generate.mjs N FOLDER`. The same N gives the same bytes.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { definitionText } from "./definition-text.mjs";
import { chooseJob, jobName } from "./job-choice.mjs";
import { targetText } from "./target-text.mjs";

/** The path of the definition of this number, counted from 0, below the project's folder. */
export function definitionPath(number) {
  const { namespace, name } = jobName(number);
  return `activity-definitions/${namespace}/${name}.md`;
}

/** Every file of a project with this many definitions, as `{ path, text }`. */
export function* projectFiles(count) {
  yield { path: "k8s/targets/bench.yaml", text: targetText };
  for (let number = 0; number < count; number++) {
    const { job, random } = chooseJob(number);
    yield { path: definitionPath(number), text: definitionText(job, random) };
  }
}

/** Writes files, given as `{ path, text }`, below a folder. */
export function writeFiles(files, folder) {
  for (const { path, text } of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Writes a project of this many definitions below a folder. */
export function writeProject(count, folder) {
  writeFiles(projectFiles(count), folder);
}

/** The two arguments of a program that writes a project; where they are others, says how it is used. */
export function readCount([number = "", folder, ...rest], usage) {
  if (/^[1-9]\d*$/.test(number) && folder !== undefined && rest.length === 0)
    return { count: Number(number), folder: resolve(folder) };
  console.error(`usage: ${usage}`);
  process.exitCode = 2;
  return undefined;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const given = readCount(process.argv.slice(2), "node bench/generate.mjs N FOLDER");
  if (given) writeProject(given.count, given.folder);
}
