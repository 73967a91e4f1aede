import { type Path, valueAt } from "../parse/located.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import { cronPaths } from "../validate/cron-diagnostics.ts";

/** A cron expression as it stands in a definition. */
export interface CronText {
  readonly path: Path;
  readonly text: string;
}

/** Every cron expression of a definition, its own and those of the runners that it replaces. */
export function cronTexts(document: YamlDocument): CronText[] {
  return cronPaths(document).flatMap((path) => {
    const located = valueAt(document.root, path);
    return located?.kind === "scalar" && typeof located.value === "string" ? [{ path, text: located.value }] : [];
  });
}
