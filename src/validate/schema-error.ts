import { insertLine } from "../parse/insert-line.ts";
import { type Located, type Path, valueAt } from "../parse/located.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import { type Finding, type Found, onValue } from "./finding.ts";
import { kindOf, quoteValue } from "./quote-value.ts";
import { refine } from "./refinements.ts";
import { correctedChoice, correctedForm } from "./replacements.ts";
import { childSchema, expectation, oneOf, type SchemaNode, schemaAt } from "./schema-node.ts";
import { closeMatch } from "./suggest.ts";
import { trapWords } from "./traps.ts";
import { unknownField } from "./unknown-field.ts";
import type { SchemaError } from "./validator.ts";

/** The findings for one schema error; none where another error says the same better. */
export function findingOf(error: SchemaError, document: YamlDocument, root: SchemaNode): Finding | undefined {
  const path = pathOf(error.instancePath, document);
  const located = valueAt(document.root, path);
  const value = located && shallowData(located);
  const schema = schemaAt(root, path);
  const it: Found = { path, value, schema, root, document, params: error.params };
  return refine(it) ?? describe(error, it);
}

/** A scalar's value, or an empty list or map: messages say no more of those than their kind. */
function shallowData(located: Located): unknown {
  if (located.kind === "scalar") return located.value;
  return located.kind === "list" ? [] : {};
}

function describe(error: SchemaError, it: Found): Finding | undefined {
  const named = it.path.at(-1);
  const name = typeof named === "string" ? `${named} ` : "";
  const param = (key: string) => String(it.params[key]);
  switch (error.keyword) {
    case "required":
      return missing(it, param("missingProperty"));
    case "additionalProperties":
      return unknownField(it, param("additionalProperty"));
    case "propertyNames":
      return badName(it, param("propertyName"));
    case "type":
      return wrongType(it);
    case "enum":
    case "const":
      return wrongValue(it);
    case "pattern":
    case "format":
      return wrongFormat(it);
    case "minimum":
      return range(it, `${name}${it.value} is below the least, ${param("limit")}`, param("limit"));
    case "maximum":
      return range(it, `${name}${it.value} is above the most, ${param("limit")}`, param("limit"));
    case "maxLength":
      return range(it, `${quoteValue(it.value, it.path)} is longer than ${param("limit")} characters`);
    case "minItems":
      return range(it, `${name}needs at least ${param("limit")} item`);
    case "uniqueItems":
      return repeated(it, name);
    case "minProperties":
    case "maxProperties":
      return comparison(it, error.keyword === "minProperties");
    case "false schema":
      return misfit(it);
    case "if":
      return undefined;
    default:
      return range(it, `${name}does not satisfy "${error.keyword}"`);
  }
}

function range(it: Found, message: string, limit?: string): Finding {
  return onValue(it, "out-of-range", { message, ...(limit === undefined ? {} : { label: `the limit is ${limit}` }) });
}

function wrongFormat(it: Found): Finding {
  const expected = expectation(it.schema);
  const isBlank = typeof it.value === "string" && it.value.trim() === "";
  const message = isBlank
    ? `${it.path.at(-1)} is blank, where it takes ${expected}`
    : `${quoteValue(it.value, it.path)} is not ${expected}`;
  return onValue(it, "wrong-format", { message, ...correctedForm(it) });
}

/** Points at the later one of two equal items. */
function repeated(it: Found, name: string): Finding {
  const path = [...it.path, Math.max(Number(it.params.i), Number(it.params.j))];
  const located = valueAt(it.document.root, path);
  const item = quoteValue(located && shallowData(located), path);
  return { path, on: "value", code: "out-of-range", words: { message: `${name}holds ${item} twice` } };
}

function missing(it: Found, field: string): Finding {
  const schema = childSchema(it.schema, field, it.root);
  const parent = it.path.at(-1);
  const place = typeof parent === "number" ? `item ${parent + 1} of "${it.path.at(-2)}"` : `"${parent}"`;
  const inside = it.path.length > 0 ? ` in ${place}` : "";
  const isFixed = it.path.length === 0 && schema.const !== undefined;
  const edit = isFixed ? insertLine(it.document, "type", `${field}: ${schema.const}`) : undefined;
  return {
    path: [...it.path, field],
    on: "key",
    code: "missing-field",
    words: {
      message: `the required field "${field}" is missing${inside}`,
      help: `add ${field}: ${expectation(schema)}`,
      ...(edit ? { fix: [edit] } : {}),
    },
  };
}

function wrongType(it: Found): Finding {
  const isPlain = typeof it.value === "object" || it.value === undefined;
  const found = isPlain ? "this" : quoteValue(it.value, it.path);
  const taker = it.path.findLast((key) => typeof key === "string") ?? "the document";
  return onValue(it, "wrong-type", {
    message: `${found} is ${kindOf(it.value)}, where ${taker} takes ${expectation(it.schema)}`,
    ...trapWords(it),
  });
}

function wrongValue(it: Found): Finding {
  const choices = (it.schema.enum ?? [it.schema.const]).map(String);
  const match = typeof it.value === "string" ? closeMatch(it.value, choices) : undefined;
  const expected = it.schema["x-expects"] ?? (choices.length > 1 ? `one of ${oneOf(choices)}` : oneOf(choices));
  return onValue(it, "wrong-value", {
    message: `${quoteValue(it.value, it.path)} is not ${expected}`,
    ...(match === undefined ? trapWords(it) : correctedChoice(it, match)),
  });
}

function badName(it: Found, key: string): Finding {
  const names = it.schema.propertyNames ?? {};
  const expected = names["x-expects"] ?? "a name that is allowed here";
  return {
    path: [...it.path, key],
    on: "key",
    code: "wrong-format",
    words: { message: `the key ${quoteValue(key, [])} is not ${expected}` },
  };
}

/** A map with too few or too many fields; of a condition, what counts are its comparisons. */
function comparison(it: Found, isTooFew: boolean): Finding | undefined {
  const choices = Object.keys(it.schema.properties ?? {}).filter((key) => !it.schema.required?.includes(key));
  const given = choices.filter((key) => valueAt(it.document.root, [...it.path, key])).length;
  if (choices.length > 0 && given === 1) return undefined;
  const found = given === 0 ? "no comparison" : "more than one comparison";
  if (choices.length === 0) return range(it, `${it.path.at(-1)} is ${isTooFew ? "empty" : "too large"}`);
  return {
    path: it.path,
    on: "key",
    code: "wrong-comparison",
    words: { message: `${it.path.at(-1)} has ${found}`, help: `give exactly one of ${oneOf(choices)}` },
  };
}

function misfit(it: Found): Finding {
  const managed = valueAt(it.document.root, [...it.path.slice(0, -1), "managed"]);
  const owner = managed?.kind === "scalar" ? `managed: ${managed.value}` : "the rest of this map";
  return {
    path: it.path,
    on: "key",
    code: "unknown-field",
    words: { message: `"${it.path.at(-1)}" does not belong with ${owner}`, help: "remove it" },
  };
}

/** Turns a JSON Pointer into a path; digits are an index only where the document has a list. */
function pathOf(pointer: string, document: YamlDocument): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(valueAt(document.root, path)?.kind === "list" ? Number(key) : key);
  }
  return path;
}
