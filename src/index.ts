export { type Analysis, analyse, compile, type Sources } from "./compile.ts";
export type { Diagnostic, RelatedPlace, Severity, TextEdit } from "./diagnostics/diagnostic.ts";
export { type OutputFile, textOf } from "./emit/output-files.ts";
export type { Activity } from "./model/activity.ts";
export type { CompiledActivity } from "./model/compiled-activity.ts";
export type { Target } from "./model/target.ts";
export { type Position, positionAt } from "./source/position.ts";
export { decodeSource, type SourceFile, type Span } from "./source/source-file.ts";
