import type { Located, Path } from "../parse/located.ts";
import { valueAt } from "../parse/located.ts";
import { locate, type YamlDocument } from "../parse/yaml-document.ts";
import { positionAt } from "../source/position.ts";

interface Extent {
  readonly path: Path;
  readonly isLeaf: boolean;
  /** The lines from the key to the end of a plain value, or the key's line alone of a group; counted from 1. */
  readonly first: number;
  readonly last: number;
}

/**
 * The innermost fields that stand on a line of a document: values that are no groups, or else the groups that begin on
 * it. None where it is blank, a comment, or outside of the document.
 */
export function fieldsOnLine(document: YamlDocument, line: number): Path[] {
  const here = extents(document, document.root, []).filter(({ first, last }) => first <= line && line <= last);
  const values = here.filter(({ isLeaf }) => isLeaf);
  return (values.length > 0 ? values : here.slice(-1)).map(({ path }) => path);
}

/** The line of a field's key, counted from 1; undefined where the document leaves the field to its default. */
export function lineOfField(document: YamlDocument, path: Path): number | undefined {
  if (path.length > 0 && !valueAt(document.root, path)) return undefined;
  return positionAt(document.file, locate(document, path, "key").start).line;
}

function extents(document: YamlDocument, value: Located, path: Path): Extent[] {
  const lineAt = (offset: number) => positionAt(document.file, offset).line;
  const children =
    value.kind === "map"
      ? value.entries.map(({ key, keySpan, value: child }) => ({ key, start: keySpan.start, child }))
      : value.kind === "list"
        ? value.items.map((child, key) => ({ key, start: child.span.start, child }))
        : [];
  return children.flatMap(({ key, start, child }) => {
    const isLeaf = child.kind === "scalar" || (child.kind === "map" ? child.entries : child.items).length === 0;
    const first = lineAt(start);
    // A block of text ends behind its last line break.
    const last = isLeaf ? Math.max(first, lineAt(Math.max(child.span.start, child.span.end - 1))) : first;
    return [{ path: [...path, key], isLeaf, first, last }, ...extents(document, child, [...path, key])];
  });
}
