import type { Definition, TargetFile } from "../model/definition.ts";
import { dataAt, type Path } from "../parse/located.ts";

/** Whether a field stands in the file, rather than coming from a default. */
export function isWritten({ document }: Definition | TargetFile, path: Path): boolean {
  return dataAt(document.data, path) !== undefined;
}
