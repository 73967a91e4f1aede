import { closeSync, openSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { misplacement } from "./placement.ts";
import { decodeSource, defective, MAX_SOURCE_BYTES, type SourceFile, tooLarge } from "./source-file.ts";

/** The bytes of a file, which stand until the next file is read, or why it is none that could be read. */
export type FileBytes = { readonly bytes: Uint8Array } | { readonly bytes: undefined; readonly refused: SourceFile };

/** Reads one file of a project. Never throws: what cannot be read becomes a defect. */
export function readSource(root: string, path: string): SourceFile {
  const file = readBytes(root, path);
  return file.bytes ? decodeSource(path, file.bytes) : file.refused;
}

/**
 * Reads the bytes of one file of a project. `isPlain` says that neither it nor a folder on its way below the root is a
 * link, or anything but a file. Never throws.
 */
export function readBytes(root: string, path: string, isPlain = false): FileBytes {
  const misplaced = misplacement(path);
  if (misplaced) return refused(defective(path, "misplaced", misplaced));
  const file = join(root, path);
  try {
    const defect = isPlain ? undefined : refusal(root, file, statSync(file));
    if (defect) return refused(defective(path, defect.kind, defect.detail));
    const bytes = bytesOf(file);
    return bytes ? { bytes } : refused(defective(path, "too-large", tooLarge(statSync(file).size)));
  } catch (error) {
    return refused(defective(path, "unreadable", reason(error)));
  }
}

/** A file that was read before, and whose text is read again when somebody asks for it: few texts are needed twice. */
export function readAgain(root: string, path: string): SourceFile {
  return new FileReadBefore(root, path);
}

class FileReadBefore implements SourceFile {
  readonly path: string;
  private readonly root: string;
  private known: SourceFile | undefined;

  constructor(root: string, path: string) {
    this.root = root;
    this.path = path;
  }

  get text(): string {
    this.known ??= readSource(this.root, this.path);
    return this.known.text;
  }
}

function refused(file: SourceFile): FileBytes {
  return { bytes: undefined, refused: file };
}

let shared: Buffer | undefined;

/** All bytes of a file; nothing where they are too many. */
function bytesOf(file: string): Uint8Array | undefined {
  shared ??= Buffer.allocUnsafeSlow(MAX_SOURCE_BYTES + 1);
  const handle = openSync(file, "r");
  try {
    let length = 0;
    for (let count = -1; count !== 0 && length < shared.length; length += count) {
      count = readSync(handle, shared, length, shared.length - length, -1);
    }
    return length > MAX_SOURCE_BYTES ? undefined : shared.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function refusal(root: string, file: string, stats: Stats) {
  if (!stats.isFile()) {
    const found = stats.isDirectory() ? "a folder" : "neither a file nor a folder";
    return { kind: "not-a-file", detail: `it is ${found}, where a file is expected` } as const;
  }
  if (stats.size > MAX_SOURCE_BYTES) return { kind: "too-large", detail: tooLarge(stats.size) } as const;
  if (!realpathSync(file).startsWith(realpathSync(root) + sep)) {
    return {
      kind: "outside-project",
      detail: "the link leads out of the project, which would not be the same elsewhere",
    } as const;
  }
  return undefined;
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "permission to read it is denied";
  if (code === "ELOOP") return "the link leads in a circle";
  return error instanceof Error ? error.message.replace(/, [a-z]+ '.*$/s, "") : String(error);
}
