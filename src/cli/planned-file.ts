import type { FileState, FileToWrite } from "../emit/write-outputs.ts";
import type { DifferingFile } from "./difference-words.ts";
import type { ProjectionChoice } from "./project-run.ts";

/** A generated file beside what is on disk. */
export interface PlannedFile {
  readonly output: {
    readonly path: string;
    /** Null of the units of local runners. */
    readonly target: string | null;
    /** The content hash of each of its objects. */
    readonly contents: readonly string[];
  };
  readonly state: FileState;
  /** What it ought to be, where that is not what is there. */
  readonly differing?: DifferingFile & FileToWrite;
}

/** What decides which files are planned, and where they are. */
export interface PlanOptions {
  readonly target?: string;
  readonly out?: string;
  readonly projection?: ProjectionChoice;
}
