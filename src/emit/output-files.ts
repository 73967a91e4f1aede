import type { Target } from "../model/target.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { serializeInParts } from "./serialize.ts";

/** A generated file: where it belongs and its exact text. */
export interface OutputFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly target: string;
  readonly objects: readonly KubernetesObject[];
  /** The text, part by part, made when it is asked for: of a large fleet it is far larger than its sources. */
  parts(): Iterable<string>;
}

export const GENERATED_FOLDER = "k8s/generated";

/** The files of one target, under `k8s/generated/<target>/`. */
export function outputFiles(
  target: Target,
  projected: readonly { readonly file: string; readonly objects: readonly KubernetesObject[] }[],
): OutputFile[] {
  return projected.map(({ file, objects }) => ({
    path: `${GENERATED_FOLDER}/${target.name}/${file}`,
    target: target.name,
    objects,
    parts: () => serializeInParts(objects, { target: target.name }),
  }));
}

/** The whole text of a generated file. */
export function textOf(output: OutputFile): string {
  return [...output.parts()].join("");
}
