import type { Diagnostic, TextEdit } from "../diagnostics/diagnostic.ts";
import type { Definition, TargetFile } from "../model/definition.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { FixName } from "./fixes.ts";

/** One thing that can be mended in one file. */
export interface Fix {
  readonly name: FixName;
  /** In reading order, without overlap; applied all or none. */
  readonly edits: readonly TextEdit[];
  /** The code of the diagnostic that it answers; absent where it mends what is no problem. */
  readonly answers?: string;
}

/** What is known of a file's text: the definition or the target that it holds, where it parses, and its problems. */
export interface Reading {
  readonly file: SourceFile;
  readonly definition: Definition | undefined;
  readonly target: TargetFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What fixes need from outside, so that finding them stays pure. */
export interface Supplies {
  /** A UUID of version 4 in lower case, another one at each call. */
  readonly newUuid: () => string;
  /** YYYY-MM-DD, in UTC. */
  readonly today: string;
}
