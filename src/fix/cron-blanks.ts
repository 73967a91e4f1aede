import { rewriteText } from "../parse/scalar-edit.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import { parseCron } from "../schedule/cron.ts";
import { cronTexts } from "./cron-texts.ts";
import type { Fix } from "./fix.ts";

/** Writes one blank between the fields of an expression that has no other problem, and none around them. */
export function cronBlanks(document: YamlDocument): Fix[] {
  return cronTexts(document).flatMap(({ path, text }): Fix[] => {
    const tidy = text.trim().replace(/[ \t]+/g, " ");
    if (tidy === text || parseCron(text).problems.length > 0) return [];
    const edit = rewriteText(document, path, tidy);
    return edit ? [{ name: "cron-blanks", edits: [edit] }] : [];
  });
}
