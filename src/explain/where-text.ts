import { printable } from "../diagnostics/frame.ts";
import type { ManifestLine } from "./manifest-lines.ts";
import { dotted, type FieldAnswer, type ManifestAnswer, type SourcePlace } from "./where.ts";

/** Longer lists are cut: a hash may follow from everything. */
const MAX_SHOWN = 24;
/** A compiled activity is one line of some kilobytes. */
const MAX_TEXT = 80;

/** How a file is called where the output is read, by its path relative to the project's root. */
type ShowPath = (path: string) => string;

/** What decides a line of a manifest, for people. */
export function manifestText(answer: ManifestAnswer, show: ShowPath): string {
  const { line, origins, hashOf, existence, elsewhere } = answer;
  const title = `${show(line.file.path)}:${line.line}  ${placeWords(line)}`;
  const text = line.text.length > MAX_TEXT ? `${line.text.slice(0, MAX_TEXT)}…` : line.text;
  const decided = hashOf === undefined ? "decided by" : `a hash of ${hashOf}, and so decided by`;
  return written([
    title,
    `  | ${text}`,
    ...(origins.length > 0
      ? section(
          decided,
          origins.map((place) => sourceWords(place, show)),
        )
      : ["  decided by no field: it is written alike for every target"]),
    ...section(
      "the object is there because of",
      existence.map((place) => sourceWords(place, show)),
    ),
    ...section(
      "the same definition also decides",
      elsewhere.map((it) => lineWords(it, show)),
    ),
  ]);
}

/** What the fields on a line of a definition or target decide, for people. */
export function sourceText(path: string, line: number, answers: readonly FieldAnswer[], show: ShowPath): string {
  if (answers.length === 0)
    return written([`${show(path)}:${line}  no field stands here, and no manifest depends on it`]);
  return written(answers.flatMap((answer) => fieldLines(`${show(path)}:${line}  ${answer.field}`, answer, show)));
}

function fieldLines(title: string, { lines, hashes, objects }: FieldAnswer, show: ShowPath): string[] {
  if (lines.length + hashes.length + objects.length === 0)
    return [title, "  ends up in no manifest: only actdef itself reads it"];
  const words = (of: readonly ManifestLine[]) => of.map((line) => lineWords(line, show));
  return [
    title,
    ...section("decides", words(lines)),
    ...section(
      "decides whether these objects are there",
      objects.map((line) => [lineWords(line, show)[0], objectWords(line)]),
    ),
    ...section("changes these hashes with them", words(hashes)),
  ];
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MAX_SHOWN);
  const width = Math.max(...shown.map(([place]) => place.length));
  const more = rows.length > MAX_SHOWN ? [`    … and ${rows.length - MAX_SHOWN} more`] : [];
  return [`  ${title}`, ...shown.map(([place, words]) => `    ${place.padEnd(width)}  ${words}`), ...more];
}

function sourceWords({ file, line, field }: SourcePlace, show: ShowPath): [string, string] {
  const words = field === "" ? "every field of it" : field;
  return line === undefined ? [show(file), `${words}, left to its default`] : [`${show(file)}:${line}`, words];
}

function lineWords(line: ManifestLine, show: ShowPath): [string, string] {
  return [`${show(line.file.path)}:${line.line}`, placeWords(line)];
}

function placeWords(line: ManifestLine): string {
  const { at, text } = line;
  if (!at) return text.startsWith("#") ? "the header" : "between two objects";
  const part = text.trim();
  const isWithinText =
    !part.includes(String(at.path.at(-1))) && !/^[-{]/.test(part) && typeof at.path.at(-1) === "string";
  return `${objectWords(line)}  ${dotted(at.path)}${isWithinText ? `  ${part}` : ""}`;
}

function objectWords({ at }: ManifestLine): string {
  return at ? `${at.object.kind} ${at.object.metadata.name}` : "";
}

function written(lines: readonly string[]): string {
  return `${lines.map(printable).join("\n")}\n`;
}
