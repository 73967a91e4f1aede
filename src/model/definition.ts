import type { Path } from "../parse/located.ts";
import type { Runbook } from "../parse/runbook.ts";
import type { YamlDocument } from "../parse/yaml-document.ts";
import type { Activity } from "./activity.ts";
import type { Target } from "./target.ts";

/** A definition as the rules see it. */
export interface Definition {
  readonly document: YamlDocument;
  readonly runbook: Runbook;
  /** Complete but for what `invalid` names; whoever reads a field sees to it that it is valid. */
  readonly activity: Activity;
  readonly invalid: readonly Path[];
}

/** A target file as the rules see it; the same holds for its `target`. */
export interface TargetFile {
  readonly document: YamlDocument;
  readonly target: Target;
  readonly invalid: readonly Path[];
}

/** Whether the field at a path, all that it holds included, is what its schema asks for. */
export function isValid(path: Path, { invalid }: { readonly invalid: readonly Path[] }): boolean {
  return !invalid.some((bad) => startsWith(bad, path) || startsWith(path, bad));
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((key, index) => key === path[index]);
}
