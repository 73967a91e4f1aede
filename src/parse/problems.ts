import type { ProblemInfo } from "../diagnostics/diagnostic.ts";

/** Every code that reading and parsing can report. */
export const parseProblems = {
  unreadable: {
    severity: "error",
    summary: "The file cannot be read.",
    rationale:
      "It is missing, not permitted, or a link that leads in a circle. Nothing is compiled from what cannot be read.",
  },
  "not-a-file": {
    severity: "error",
    summary: "A path that should be a file is a folder, a pipe or a device.",
    rationale: "Only regular files are opened: reading a pipe could wait for ever.",
  },
  "too-large": {
    severity: "error",
    summary: "The file is larger than 1 MiB, or its YAML than 256 KiB.",
    rationale:
      "A definition is a page of text. The bound keeps a mistaken or hostile file from costing memory and time.",
  },
  "not-utf8": {
    severity: "error",
    summary: "The file is not UTF-8.",
    rationale: "Guessing an encoding would give different texts on different machines.",
  },
  "outside-project": {
    severity: "error",
    summary: "The file is a link that leads out of the project.",
    rationale: "What lies outside is not in the repository, so another checkout would compile to something else.",
  },
  misplaced: {
    severity: "error",
    summary: "A definition lies where none is read: too deep, or under another ending than `.md`.",
    rationale:
      "Definitions are `activity-definitions/<name>.md` or `activity-definitions/<namespace>/<name>.md`. One that is passed over in silence is a job that does not run.",
  },
  "empty-file": {
    severity: "error",
    summary: "The file is empty.",
    rationale: "An empty definition is a mistake in saving or merging, never a job.",
  },
  "no-front-matter": {
    severity: "error",
    summary: "The file does not begin with a `---` line.",
    rationale:
      "The front matter is the contract. It begins on the first line; one byte order mark before it is accepted.",
  },
  "unclosed-front-matter": {
    severity: "error",
    summary: "The front matter has no closing `---` line.",
    rationale: "Without it the runbook would be read as part of the contract. The fence stands alone on its line.",
  },
  "front-matter-language": {
    severity: "error",
    summary: "The opening fence names a language, such as `---js`.",
    rationale:
      "Some tools run such front matter as code. Here it is YAML and nothing else, and nothing in a definition is run.",
  },
  "empty-front-matter": {
    severity: "error",
    summary: "There is nothing between the fences.",
    rationale: "The contract's required fields have to stand there.",
  },
  "yaml-syntax": {
    severity: "error",
    summary: "The YAML cannot be parsed.",
    rationale:
      "YAML 1.2, one document. Values behind a syntax error cannot be trusted, so the file is not checked further.",
  },
  "yaml-character": {
    severity: "error",
    summary: "A character is one that YAML, JSON or databases do not keep.",
    rationale:
      "Control characters are not allowed in YAML, and nobody sees them in an editor. U+0000 and halves of a surrogate pair, written as escapes, are refused by Postgres.",
  },
  "yaml-duplicate-key": {
    severity: "error",
    summary: "A key stands twice in one map.",
    rationale: "Parsers disagree on which of the two wins.",
  },
  "yaml-key": {
    severity: "error",
    summary: "A key is not text.",
    rationale: "Numbers, lists and maps as keys have no counterpart in JSON.",
  },
  "yaml-tag": {
    severity: "error",
    summary: "A tag is not one of YAML's core schema.",
    rationale:
      "Tags such as `!!binary` or `!custom` mean different things to different parsers, and in some they run code.",
  },
  "yaml-alias": {
    severity: "error",
    summary: "An alias names no anchor, contains itself, or expands to too much.",
    rationale: "Aliases are accepted up to 10,000 values in all; beyond that a few lines could fill the memory.",
  },
  "yaml-nesting": {
    severity: "error",
    summary: "The YAML is nested more than 64 levels deep.",
    rationale: "No definition needs it, and parsers run out of stack on it.",
  },
  "yaml-number": {
    severity: "error",
    summary: "A number is not written in plain decimal digits.",
    rationale:
      "`012`, `0o14`, `0xC`, `1.2e1` and `.inf` are read as different values by YAML 1.1 and 1.2, or have no counterpart in JSON.",
  },
  "unquoted-cron": {
    severity: "error",
    summary: "A cron expression begins with `*` or `@` and is not quoted.",
    rationale: "YAML reads `*` as an alias and reserves `@`.",
  },
} as const satisfies Record<string, ProblemInfo>;

export type ParseProblemCode = keyof typeof parseProblems;
