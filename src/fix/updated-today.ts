import { valueAt } from "../parse/located.ts";
import { rewriteText } from "../parse/scalar-edit.ts";
import type { Fix, Reading } from "./fix.ts";

/** Sets `updated` to today, where it is an earlier day. One that is missing stays so. */
export function updatedToday({ definition }: Reading, today: string): Fix[] {
  if (!definition) return [];
  const located = valueAt(definition.document.root, ["updated"]);
  const updated = located?.kind === "scalar" ? String(located.value) : "";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(updated) || updated >= today) return [];
  const edit = rewriteText(definition.document, ["updated"], today);
  return edit ? [{ name: "updated-today", edits: [edit] }] : [];
}
