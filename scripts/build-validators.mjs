// Compiles schemas/*.schema.json to validation functions, so that the program loads neither ajv nor its code generator.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";

const OUTPUT = new URL("../src/validate/generated/", import.meta.url);
const SCHEMAS = { Definition: "activity-definition", Target: "target" };

/** Keywords that say nothing of what is valid. */
const ANNOTATIONS = new Set(["title", "description", "examples", "default", "x-expects"]);

/**
 * Writes src/validate/generated/: `validators.js`, whose functions find every mistake, and `acceptors.js`, whose functions
 * find out no more than whether there is one, and are a third as large.
 */
export async function buildValidators() {
  await mkdir(OUTPUT, { recursive: true });
  const validator = 'import("../validator.ts").Validator';
  await write("validators", "validate", validator, await standalone("validate", { allErrors: true }));
  const { code } = await transformAsync(await standalone("accepts", { keep: isNoAnnotation }), {
    configFile: false,
    compact: false,
    plugins: [withoutErrors],
  });
  await write("acceptors", "accepts", "(data: unknown) => boolean", code);
}

async function write(file, prefix, type, code) {
  const declarations = Object.keys(SCHEMAS).map((kind) => `export declare const ${prefix}${kind}: ${type};\n`);
  await writeFile(new URL(`${file}.js`, OUTPUT), await bundled(code));
  await writeFile(new URL(`${file}.d.ts`, OUTPUT), declarations.join(""));
}

/** The code of a function for each schema, as ajv generates it; of a schema, those keywords that `keep` lets pass. */
async function standalone(prefix, { allErrors = false, keep = () => true }) {
  const ajv = new Ajv({
    allErrors,
    messages: false,
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
  for (const [kind, file] of Object.entries(SCHEMAS)) {
    const text = await readFile(new URL(`../schemas/${file}.schema.json`, import.meta.url), "utf8");
    const schema = keptKeywords(JSON.parse(text), keep);
    ajv.addSchema(schema);
    exported[`${prefix}${kind}`] = schema.$id;
  }
  return standaloneCode(ajv, exported);
}

const isNoAnnotation = (keyword) => !ANNOTATIONS.has(keyword);

/** What a schema maps names to, which are no keywords. */
const MAPS = new Set(["properties", "$defs"]);
/** Plain values. */
const VALUES = new Set(["const", "enum", "required"]);

function keptKeywords(schema, keep) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((item) => keptKeywords(item, keep));
  const kept = Object.entries(schema).filter(([keyword]) => keep(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keptValue(keyword, value, keep)]));
}

function keptValue(keyword, value, keep) {
  if (VALUES.has(keyword)) return value;
  if (!MAPS.has(keyword)) return keptKeywords(value, keep);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, keptKeywords(schema, keep)]));
}

/** Leaves out of generated code what it tells of the mistake that it has found. */
function withoutErrors() {
  return {
    visitor: {
      ExpressionStatement(path) {
        const { type, left } = path.node.expression;
        if (type === "AssignmentExpression" && left.property?.name === "errors") path.remove();
      },
    },
  };
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
