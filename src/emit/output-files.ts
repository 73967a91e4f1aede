import type { Target } from "../model/target.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { serialize } from "./serialize.ts";

/** A generated file: where it belongs and its exact text. */
export interface OutputFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly target: string;
  readonly objects: readonly KubernetesObject[];
}

export const GENERATED_FOLDER = "k8s/generated";

/** The files of one target, under `k8s/generated/<target>/`. */
export function outputFiles(
  target: Target,
  projected: readonly { readonly file: string; readonly objects: readonly KubernetesObject[] }[],
): OutputFile[] {
  return projected.map(({ file, objects }) => ({
    path: `${GENERATED_FOLDER}/${target.name}/${file}`,
    text: serialize(objects, { target: target.name }),
    target: target.name,
    objects,
  }));
}
