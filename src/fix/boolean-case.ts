import type { Located, LocatedScalar } from "../parse/located.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import type { Fix } from "./fix.ts";

/** Writes `True` and `FALSE`, which YAML reads as true and false, as everybody else does. */
export function booleanCase(document: YamlDocument): Fix[] {
  return scalarsIn(document.root).flatMap((located): Fix[] => {
    const written = document.file.text.slice(located.span.start, located.span.end);
    const isOdd = typeof located.value === "boolean" && /^(?:true|false)$/i.test(written);
    const text = String(located.value);
    return isOdd && written !== text ? [{ name: "boolean-case", edits: [{ span: located.span, text }] }] : [];
  });
}

function scalarsIn(located: Located): LocatedScalar[] {
  if (located.kind === "scalar") return [located];
  const children = located.kind === "list" ? located.items : located.entries.map(({ value }) => value);
  return children.flatMap(scalarsIn);
}
