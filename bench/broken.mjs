// Definitions with mistakes in them: `node bench/broken.mjs N FOLDER` writes a project where one of each 50 has one error.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { definitionPath, projectFiles, readCount, writeFiles } from "./generate.mjs";

/** Of this many definitions that follow each other, one has an error; over the fleet they are spread over all folders. */
const BROKEN_ONE_OF = 50;

/** Mistakes that a person makes, each an error where any other definition is correct: what is replaced, and by what. */
const MISTAKES = [
  [/^max_seconds: .*/m, "max_seconds: soon"],
  [/^owner: .*\n/m, ""],
  [/^misfire_policy:/m, "misfire_polcy:"],
  [/^ {2}cron: .*/m, '  cron: "61 * * * *"'],
  [/^title: .*/m, 'title: "an open quote'],
  [/^ {2}method: .*/m, "  method: FETCH"],
  [/^enabled: .*/m, 'enabled: "yes"'],
  [/^ {2}base_url_env: .*/m, "  base_url_env: NOWHERE_URL"],
  [/^id: (.*)/m, "id: elsewhere.$1"],
  [/^schema_version: 1/m, "schema_version: 7"],
];

/** The text of a definition with one mistake; which one is said by a number. */
function withMistake(text, number) {
  const [pattern, replacement] = MISTAKES[number % MISTAKES.length];
  if (!pattern.test(text)) throw new Error(`nothing to break by ${pattern}`);
  return text.replace(pattern, replacement);
}

/** Every file of a project with this many definitions, of which one of each 50 has one error. */
export function* brokenProjectFiles(count) {
  let number = -1; // the target comes first
  for (const { path, text } of projectFiles(count)) {
    const group = Math.floor(number / BROKEN_ONE_OF);
    const isBroken = number >= 0 && number % BROKEN_ONE_OF === group % BROKEN_ONE_OF;
    yield { path, text: isBroken ? withMistake(text, group) : text };
    number++;
  }
}

/**
 * A function that changes the first definition of a project: each call gives it a budget that it did not have in the 29
 * calls before, so that no cache can know its content.
 */
export function changesFirstDefinition(folder) {
  const [, { text }] = projectFiles(1);
  const file = join(folder, definitionPath(0));
  let calls = 0;
  return () => {
    writeFileSync(file, text.replace(/^max_seconds: .*/m, `max_seconds: ${30 + (calls % 30)}`));
    calls++;
  };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const given = readCount(process.argv.slice(2), "node bench/broken.mjs N FOLDER");
  if (given) writeFiles(brokenProjectFiles(given.count), given.folder);
}
