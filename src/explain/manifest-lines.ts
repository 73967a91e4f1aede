import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import { type OutputFile, textOf } from "../emit/output-files.ts";
import type { Path } from "../parse/located.ts";
import type { KubernetesObject } from "../project/projection.ts";

/** A line of a generated file, and which value of which object stands on it. */
export interface ManifestLine {
  readonly file: OutputFile;
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
  /** Undefined of the header and of a line that parts two objects. */
  readonly at: ManifestPlace | undefined;
}

export interface ManifestPlace {
  readonly object: KubernetesObject;
  /** The innermost value that begins on the line, or the text that goes on over it. */
  readonly path: Path;
}

/** Every line of a generated file with what stands on it. */
export function manifestLines(file: OutputFile): ManifestLine[] {
  const counter = new LineCounter();
  const lineOf = (offset: number) => counter.linePos(offset).line;
  const text = textOf(file);
  const documents = [...parseAllDocuments(text, { lineCounter: counter })];
  const places = new Map<number, ManifestPlace>();
  for (const [index, document] of documents.entries()) {
    const object = file.objects[index];
    if (!object || !isNode(document.contents)) continue;
    visit(document.contents, [], (path, start, end) => {
      for (let line = lineOf(start); line <= lineOf(end); line++) places.set(line, { object, path });
    });
  }
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => ({ file, line: index + 1, text: line, at: places.get(index + 1) }));
}

type Found = (path: Path, start: number, end: number) => void;

/** Tells each value's extent by offsets, the outer before the inner: a group by its first line, a text by all of its. */
function visit(node: Node, path: Path, found: Found): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !key.range) continue;
      const own = [...path, String(key.value)];
      found(own, key.range[0], key.range[0]);
      if (isNode(value)) visit(value, own, found);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) if (isNode(item)) visit(item, [...path, index], found);
  } else if (node.range) {
    found(path, node.range[0], Math.max(node.range[0], node.range[1] - 1));
  }
}
