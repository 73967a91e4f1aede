/** The part of JSON Schema that this project's schemas use. */
export interface SchemaNode {
  readonly title?: string;
  readonly description?: string;
  /** What a value should be, in words that follow "expected" and "is not"; an annotation of this project. */
  readonly "x-expects"?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, SchemaNode | false>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: SchemaNode;
  readonly items?: SchemaNode;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** The node itself, or the definition that it refers to with its own annotations on top. */
export function resolved(node: SchemaNode | boolean | undefined, root: SchemaNode): SchemaNode {
  if (typeof node !== "object") return {};
  if (!node.$ref) return node;
  const name = node.$ref.replace("#/$defs/", "");
  return { ...root.$defs?.[name], ...node };
}

/** The schema of a member or an item; empty where the schema says nothing of it. */
export function childSchema(node: SchemaNode, key: string | number, root: SchemaNode): SchemaNode {
  if (typeof key === "number") return resolved(node.items, root);
  return resolved(ownMember(node.properties, key) ?? node.additionalProperties, root);
}

/** The schema of the value at a path from the root. */
export function schemaAt(root: SchemaNode, path: readonly (string | number)[]): SchemaNode {
  return path.reduce((node: SchemaNode, key) => childSchema(node, key, root), root);
}

/** What a value of this schema should be, in words. */
export function expectation(node: SchemaNode): string {
  if (node["x-expects"]) return node["x-expects"];
  if (node.const !== undefined) return String(node.const);
  if (node.enum) return oneOf(node.enum.map(String));
  const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
  return types.length > 0 ? oneOf(types.map((type) => TYPE_WORDS[type] ?? type)) : "a value";
}

/** "a, b or c", cut after eight. */
export function oneOf(choices: readonly string[]): string {
  if (choices.length > 8) return `${choices.slice(0, 8).join(", ")}, …`;
  if (choices.length < 2) return choices.join("");
  return `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

/** Own members only: a key such as `constructor` comes from a user. */
function ownMember<T>(members: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return members && Object.hasOwn(members, key) ? members[key] : undefined;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "a map",
  array: "a list",
  null: "null",
};
