import { fileDifference, objectsOnDisk, unlike } from "../emit/file-difference.ts";
import type { OutputFile } from "../emit/output-files.ts";
import { compareExisting, readExisting } from "../emit/write-outputs.ts";
import type { StaleManifest } from "../operate/status.ts";
import type { CompiledTarget } from "./compiled-target.ts";

/** A target with the objects that its manifests have now, and the manifests that are not as compiled. */
export interface ManifestsOnDisk {
  readonly compiled: CompiledTarget;
  readonly stale: readonly StaleManifest[];
}

/** Reads a target's manifests. One that is missing, or holds no object, stands for what it ought to hold. */
export async function manifestsOnDisk(compiled: CompiledTarget): Promise<ManifestsOnDisk> {
  const outputs: OutputFile[] = [];
  const stale: StaleManifest[] = [];
  for (const output of compiled.outputs) {
    const isSame = (await compareExisting(compiled.root, output)) === "same";
    const existing = isSame ? undefined : await readExisting(compiled.root, output.path);
    const objects = existing === undefined ? [] : objectsOnDisk(output, existing);
    outputs.push(objects.length > 0 ? { ...output, objects } : output);
    if (isSame) continue;
    const difference = existing === undefined ? undefined : fileDifference(output.path, unlike(existing, output));
    stale.push({ path: output.path, difference });
  }
  return { compiled: { ...compiled, outputs }, stale };
}
