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

/** Writes a project of this many definitions below a folder. */
export function writeProject(count, folder) {
  for (const { path, text } of projectFiles(count)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function main([number = "", folder, ...rest]) {
  if (!/^[1-9]\d*$/.test(number) || folder === undefined || rest.length > 0) {
    console.error("usage: node bench/generate.mjs N FOLDER");
    process.exitCode = 2;
    return;
  }
  writeProject(Number(number), resolve(folder));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
