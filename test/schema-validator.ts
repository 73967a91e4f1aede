import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { ROOT } from "./transcript.ts";

/** One of the shipped schemas, ready to validate. Throws on a keyword that is not of JSON Schema 2020-12. */
export function schemaValidator(name: string) {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  // The two that are of this project.
  ajv.addVocabulary(["x-expects"]);
  ajv.addFormat("portable-cron", true);
  return ajv.compile(JSON.parse(readFileSync(join(ROOT, `schemas/${name}.schema.json`), "utf8")));
}
