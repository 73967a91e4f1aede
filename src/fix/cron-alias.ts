import { rewriteText } from "../parse/scalar-edit.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import { fieldsOfAlias } from "../schedule/read-alias.ts";
import { cronTexts } from "./cron-texts.ts";
import type { Fix } from "./fix.ts";

/** Writes `@hourly` as the five fields that it stands for: they can be read without knowing the alias. */
export function cronAlias(document: YamlDocument): Fix[] {
  return cronTexts(document).flatMap(({ path, text }): Fix[] => {
    const fields = fieldsOfAlias(text.trim());
    const edit = fields === undefined ? undefined : rewriteText(document, path, fields);
    return edit ? [{ name: "cron-alias", edits: [edit] }] : [];
  });
}
