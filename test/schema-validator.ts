import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { ROOT } from "./transcript.ts";

const FOLDER = join(ROOT, "schemas");

/** One of the shipped schemas, ready to validate. Throws on a keyword that is not of JSON Schema 2020-12. */
export function schemaValidator(name: string) {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  // The two that are of this project.
  ajv.addVocabulary(["x-expects"]);
  ajv.addFormat("portable-cron", true);
  // They may refer to each other.
  for (const file of readdirSync(FOLDER)) ajv.addSchema(JSON.parse(readFileSync(join(FOLDER, file), "utf8")));
  const validate = ajv.getSchema(`${name}.schema.json`);
  if (!validate) throw new Error(`there is no schema ${name}`);
  return validate;
}
