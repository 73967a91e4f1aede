// Compiles schemas/*.schema.json to validation functions, so that the program loads neither ajv nor its code generator.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";

const OUTPUT = new URL("../src/validate/generated/", import.meta.url);
const SCHEMAS = { validateDefinition: "activity-definition", validateTarget: "target" };

/** Writes src/validate/generated/validators.js and its declarations. */
export async function buildValidators() {
  const code = await bundled(await standalone());
  const names = Object.keys(SCHEMAS);
  const declarations = names.map((name) => `export declare const ${name}: Validator;\n`).join("");
  await mkdir(OUTPUT, { recursive: true });
  await writeFile(new URL("validators.js", OUTPUT), code);
  await writeFile(
    new URL("validators.d.ts", OUTPUT),
    `import type { Validator } from "../validator.ts";\n\n${declarations}`,
  );
}

async function standalone() {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    code: { source: true, esm: true, lines: false },
  });
  addFormats(ajv, ["date", "date-time", "json-pointer"]);
  // The gate of src/schedule checks cron expressions, with a reason for each refusal.
  ajv.addFormat("portable-cron", true);
  ajv.addKeyword("x-expects");
  const exported = {};
  for (const [name, file] of Object.entries(SCHEMAS)) {
    const schema = JSON.parse(await readFile(new URL(`../schemas/${file}.schema.json`, import.meta.url), "utf8"));
    ajv.addSchema(schema);
    exported[name] = schema.$id;
  }
  return standaloneCode(ajv, exported);
}

/** Even as ES modules the generated functions call `require` for ajv's run-time parts; bundling resolves it. */
async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)), loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["main"],
    legalComments: "none",
  });
  return outputFiles[0].text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildValidators();
