import { isMap, isPair, isScalar, isSeq, type Node, parseDocument } from "yaml";

/** A field or an item of a YAML text in block style, in which each of them stands on a line of its own. */
export interface Field {
  /** Keys and indices from the root. */
  readonly path: readonly (string | number)[];
  readonly parent: Field | undefined;
  readonly value: unknown;
  /** Offsets: the line's first blank, the key or dash, what follows the colon or dash, the end of the value's last line. */
  readonly line: number;
  readonly start: number;
  readonly behind: number;
  readonly end: number;
}

/** Every field and item of a text, in reading order. */
export function fieldsOf(yaml: string): Field[] {
  const fields: Field[] = [];
  const add = (path: Field["path"], parent: Field | undefined, node: Node, start: number, behind: number): Field => {
    const [, last = 0] = node.range ?? [];
    const end = yaml.charAt(last - 1) === "\n" ? last : yaml.indexOf("\n", last) + 1;
    const line = yaml.lastIndexOf("\n", start) + 1;
    const field = { path, parent, value: node.toJS(parseDocument("")), line, start, behind, end };
    fields.push(field);
    return field;
  };
  const visit = (node: unknown, path: Field["path"], parent: Field | undefined): void => {
    for (const [index, item] of isSeq(node) ? [...node.items.entries()] : []) {
      const at = (item as Node).range?.[0] ?? 0;
      const dash = yaml.lastIndexOf("-", at - 1);
      visit(item, [...path, index], add([...path, index], parent, item as Node, dash, dash + 1));
    }
    for (const pair of isMap(node) ? node.items : []) {
      if (!isPair(pair) || !isScalar(pair.key) || !pair.key.range) continue;
      const own = [...path, String(pair.key.value)];
      const [start, keyEnd] = pair.key.range;
      visit(pair.value, own, add(own, parent, pair.value as Node, start, keyEnd + 1));
    }
  };
  visit(parseDocument(yaml).contents, [], undefined);
  return fields;
}

/** The field's key; of an item, nothing. */
export function keyOf({ path }: Field): string | undefined {
  const key = path.at(-1);
  return typeof key === "string" ? key : undefined;
}

/** The lines of a part of a text, counted from 1. */
export function linesOf(text: string, start: number, end: number): { readonly from: number; readonly to: number } {
  const from = text.slice(0, start).split("\n").length;
  return { from, to: from + text.slice(start, end).replace(/\n$/, "").split("\n").length - 1 };
}
