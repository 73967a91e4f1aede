export const DEFINITIONS_FOLDER = "activity-definitions";
export const TARGETS_FOLDER = "k8s/targets";

/** Whether a file's name looks like that of a definition, by any of markdown's endings. */
export function isMarkdown(name: string): boolean {
  return /\.(md|mdx|markdown)$/i.test(name);
}

/** Whether a file in the folder of the targets is one. */
export function isTargetName(name: string): boolean {
  return /^[^.].*\.ya?ml$/.test(name);
}

/** Why a file below the folder of the definitions cannot be one where it lies; undefined where it can. */
export function misplacement(path: string): string | undefined {
  const [top, ...below] = path.split("/");
  if (top !== DEFINITIONS_FOLDER) return undefined;
  if (below.length > 2)
    return `it lies ${below.length - 1} folders below ${DEFINITIONS_FOLDER}/; at most one, the namespace, is read`;
  if (!path.endsWith(".md")) return "it is markdown by another ending; only `.md` is read";
  return undefined;
}
