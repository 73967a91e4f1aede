import { createContext, runInContext } from "node:vm";
import { type Node, parse } from "acorn";
import { transformSync } from "esbuild";

/** A regular expression as it is written. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
}

/** What may be read of any node of a syntax tree. */
interface AnyNode extends Node {
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
  readonly id?: { readonly name?: string };
  readonly init?: Node | null;
}

/** The regular expressions of a TypeScript source: the literal ones, and those that it gives to `RegExp` as text. */
export function expressionsOf(typescript: string, samples: Readonly<Record<string, unknown>> = {}): Expression[] {
  const { code } = transformSync(typescript, { loader: "ts", target: "esnext" });
  const nodes = within(parse(code, { ecmaVersion: "latest", sourceType: "module" }));
  const names = createContext({ ...samples });
  const evaluate = ({ start, end }: Node): unknown => runInContext(`(${code.slice(start, end)})`, names);
  for (const { type, id, init } of nodes) {
    const name = type === "VariableDeclarator" ? id?.name : undefined;
    if (name === undefined || !init || name in samples) continue;
    Object.defineProperty(names, name, { get: () => evaluate(init), configurable: true });
  }
  return nodes.flatMap((node) => {
    if (node.regex) return [{ source: node.regex.pattern, flags: node.regex.flags }];
    if (node.callee?.name !== "RegExp") return [];
    const { source, flags } = evaluate(node) as RegExp;
    return [{ source, flags }];
  });
}

/** A node and all nodes below it, in their order. */
function within(node: Node): AnyNode[] {
  const below = Object.values(node).flat().filter(isNode);
  return [node, ...below.flatMap(within)];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** The patterns of a JSON Schema, also those of names; ajv reads them with the flag `u`. */
export function schemaExpressions(schema: unknown): Expression[] {
  const patterns: string[] = [];
  JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key === "pattern" && typeof value === "string") patterns.push(value);
    if (key === "patternProperties") patterns.push(...Object.keys(value));
    return value;
  });
  return patterns.map((source) => ({ source, flags: "u" }));
}
