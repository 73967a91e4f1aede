import { hash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { kill, pid } from "node:process";
import { HEADER_MARK } from "./serialize.ts";

type FileParts = ReturnType<FileToWrite["parts"]>;

/** A file to be written, by its path relative to some folder. */
export interface FileToWrite {
  readonly path: string;
  /** Its text, part by part. */
  parts(): Iterable<string | Uint8Array>;
}

/** A file of a text that is at hand. */
export function textFile(path: string, text: string): FileToWrite {
  return { path, parts: () => [text] };
}

/** The text of a file, or undefined where there is none. */
export async function readExisting(folder: string, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, path), "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether a file is there, and has exactly this text. It is compared part by part, never read as a whole. */
export async function compareExisting(folder: string, { path, parts }: FileToWrite): Promise<FileState> {
  const handle = await open(join(folder, path), "r").catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (!handle) return "absent";
  try {
    for (const part of parts()) {
      const expected = Buffer.from(part);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(expected.length), 0, expected.length);
      if (bytesRead < expected.length || !buffer.equals(expected)) return "different";
    }
    return (await handle.read(Buffer.alloc(1), 0, 1)).bytesRead === 0 ? "same" : "different";
  } finally {
    await handle.close();
  }
}

/** SHA-256 of the bytes of a file, or undefined where there is none. */
export async function hashExisting(folder: string, path: string): Promise<string | undefined> {
  const bytes = await readBytesOf(folder, path);
  return bytes && hash("sha256", bytes);
}

/** The bytes of a file, if they are these. */
export async function readUnchanged(folder: string, path: string, sha256: string): Promise<Buffer | undefined> {
  const bytes = await readBytesOf(folder, path);
  return bytes && hash("sha256", bytes) === sha256 ? bytes : undefined;
}

async function readBytesOf(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folder, path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export type FileState = "absent" | "same" | "different";

/**
 * Writes a file so that at any moment, also after a kill or a power cut, the old or the new one is there, whole: a
 * temporary file in the same folder, fsync, rename, fsync of the folder. A file that is there keeps its permissions.
 */
export async function writeAtomically(folder: string, { path, parts }: FileToWrite): Promise<void> {
  const file = join(folder, path);
  const parent = dirname(file);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const temporary = join(parent, `.${basename(file)}.${pid}-${randomBytes(4).toString("hex")}.tmp`);
  try {
    await writeDurably(temporary, parts(), await permissionsOf(file));
    await rename(temporary, file);
    await syncFolder(parent);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Generated files below a folder that are not among the given paths: what a removed target or projection left. */
export async function findOrphans(folder: string, below: string, expected: ReadonlySet<string>): Promise<string[]> {
  const orphans: string[] = [];
  for (const entry of await listFolder(join(folder, below))) {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory()) orphans.push(...(await findOrphans(folder, path, expected)));
    else if (entry.isFile() && !expected.has(path) && (await isGenerated(folder, path))) orphans.push(path);
  }
  return orphans.sort();
}

/** Removes a generated file, and its folder where that is empty then. */
export async function removeGenerated(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  const parent = dirname(join(folder, path));
  if ((await readdir(parent)).length === 0) await rmdir(parent);
}

async function isGenerated(folder: string, path: string): Promise<boolean> {
  return ((await readExisting(folder, path)) ?? "").startsWith(HEADER_MARK);
}

async function permissionsOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function writeDurably(path: string, parts: FileParts, permissions: number | undefined): Promise<void> {
  const handle = await open(path, "wx");
  try {
    if (permissions !== undefined) await handle.chmod(permissions);
    for (const part of parts) await handle.writeFile(part);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Temporary files of writers that are no longer there. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const { name } of await listFolder(folder)) {
    const writer = /^\..+\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
    if (writer && !isRunning(Number(writer))) await rm(join(folder, name), { force: true });
  }
}

/** Whether there is a process of this id on this machine. */
export function isRunning(id: number): boolean {
  try {
    return kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function listFolder(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
