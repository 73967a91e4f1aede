import { insertLine } from "../parse/insert-line.ts";
import { entryOf } from "../parse/located.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import type { Fix } from "./fix.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Adds a uuid below the id. Not where some other field holds one: it may be the right one under a wrong key, and the
 * history of the runs hangs on it.
 */
export function missingUuid(document: YamlDocument, uuid: string): Fix[] {
  const { root } = document;
  if (root.kind !== "map" || !entryOf(root, "id") || entryOf(root, "uuid")) return [];
  const isElsewhere = root.entries.some(({ value }) => value.kind === "scalar" && UUID.test(String(value.value)));
  const edit = isElsewhere ? undefined : insertLine(document, "id", `uuid: ${uuid}`);
  return edit ? [{ name: "missing-uuid", edits: [edit], answers: "missing-field" }] : [];
}
