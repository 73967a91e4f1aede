import type { Random } from "./random.ts";
import { spell, type Tree } from "./yaml-spelling.ts";

// Texts for the reader of plain YAML: what differs from a sound text in little, and what is made line by line of all
// that YAML has, so that much of it is nearly plain, and some of it is not YAML.

const CHARACTERS = [
  ...[
    ":",
    ": ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    "#",
    " #",
    " # c",
    "\n# c\n",
    "\n    # c\n",
    "- ",
    "-",
    "- - ",
  ],
  ...[
    ",",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "|",
    ">",
    ">-",
    "|+",
    "|2",
    "'",
    '"',
    "''",
    "\\",
  ],
  ...["\\n", '\\"', "\\t", "\\u0041", "\\0", "%", "@", "`", "?", "? ", "~", ".", "...", "---", "+", "0", "1", "9", "e"],
  ...["x", "_", "\t", "\r", "\r\n", "null", "true", "<<: ", "\u0000", "\u007f", "\u0085", "\u00a0", "é", "\u2028"],
  ...["\u2029", "\ufeff", "\uffff", "🐘", "\ud83d", "\udc18"],
];

/** A text with a few small changes. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = random.pick([1, 1, 2, 4]); left > 0; left--) result = random.pick(EDITS)(result, random);
  return result;
}

const EDITS: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => spliced(text, random.below(text.length + 1), 0, random.pick(CHARACTERS)),
  (text, random) => spliced(text, random.below(text.length + 1), 1, random.pick(CHARACTERS)),
  (text, random) => spliced(text, random.below(text.length + 1), 1 + random.below(2), ""),
  (text, random) => onLine(text, random, (line) => [" ".repeat(random.below(7)) + line.trimStart()]),
  (text, random) => onLine(text, random, (line) => [" ".repeat(1 + random.below(2)) + line]),
  (text, random) => onLine(text, random, (line) => [line + random.pick(CHARACTERS)]),
  (text, random) => onLine(text, random, (line) => [line, line]),
  (text, random) => onLine(text, random, () => []),
  (text, random) => onLine(text, random, (line) => [line, noise(random)]),
  (text, random) => onLine(text, random, (line) => [line.replace(/: .*$/, `: ${random.pick(SCALARS)}`)]),
  swapped,
];

function spliced(text: string, at: number, removed: number, insert: string): string {
  return text.slice(0, at) + insert + text.slice(at + removed);
}

function onLine(text: string, random: Random, change: (line: string) => readonly string[]): string {
  const lines = text.split("\n");
  const index = random.below(lines.length);
  return lines.toSpliced(index, 1, ...change(lines[index] ?? "")).join("\n");
}

function swapped(text: string, random: Random): string {
  const lines = text.split("\n");
  const one = random.below(lines.length);
  const other = Math.min(lines.length - 1, one + 1 + random.below(3));
  return lines
    .with(one, lines[other] ?? "")
    .with(other, lines[one] ?? "")
    .join("\n");
}

/** A blank line or a comment, at any indentation. */
function noise(random: Random): string {
  return " ".repeat(random.below(8)) + random.pick(["", "", "# comment", "#", "# a: b", "#- x"]);
}

const SCALARS = [
  ...[
    "a",
    "a b",
    "a  b",
    "a:b",
    "a #b",
    "a#b",
    "#",
    "a,b",
    "http://a/b?c=d",
    "*/5",
    "&a",
    "*a",
    "!x",
    "%a",
    "@a",
    "`a`",
  ],
  ...[
    "null",
    "Null",
    "NULL",
    "nuLL",
    "~",
    "~a",
    "true",
    "True",
    "TRUE",
    "tRUE",
    "false",
    "False",
    "FALSE",
    "yes",
    "no",
  ],
  ...[
    "0",
    "-0",
    "+0",
    "00",
    "01",
    "-01",
    "017",
    "7",
    "-7",
    "+7",
    "1.5",
    "-1.5",
    "1.",
    ".5",
    "-.5",
    "1.50",
    "0.0",
    "01.5",
  ],
  ...["-0.0", "1e3", "1E3", "1e+3", "1.5e-3", "1.e3", "1e", "1e+", "e3", "0x1F", "0x", "0xg", "0o17", "0o8", "0b1"],
  ...["9007199254740991", "9007199254740992", "123456789012345", "1234567890123456", "0.1234567890123456", "1_000"],
  ...[
    ".inf",
    "-.inf",
    "+.INF",
    ".nan",
    ".NaN",
    ".",
    "..",
    "...",
    "---",
    "-",
    "--",
    "-a",
    "- a",
    "+",
    "+a",
    "-1a",
    "1-",
  ],
  ...[
    "1.2.3",
    "10.0.0.0/8",
    "12:30",
    "2026-06-21",
    "2861e90-1",
    "12e34-5",
    "12345678-1e10",
    "1 2",
    "=",
    "<<",
    "?",
    "?a",
  ],
  ...[
    ":",
    ":a",
    "a:",
    "a: b",
    "?b: c",
    "$x",
    "(a)",
    "^a",
    "/a",
    "\\a",
    "|",
    ">",
    "|-",
    ">-",
    "|+",
    ">+",
    "|2",
    "|a",
    ">#",
  ],
  ...["''", '""', "'a'", '"a"', "'it''s'", "'a' b", '"a" b', '"a"b', "'a", '"a', '"a\\"b"', '"\\\\"', '"\\n"', '"\\q"'],
  ...[
    '"\\u0000"',
    '"\\x41"',
    '"a # b"',
    "'a: b'",
    '"a\\tb"',
    '"\\/"',
    '"ä🐘"',
    "ä🐘",
    '"',
    "'",
    "'''",
    "''''",
    '" a "',
  ],
  ...["[]", "{}", "[ ]", "{ }", "[a]", "[a, b]", "[a,b]", "[a, ]", "[, a]", "[a b, c d ]", "[[a], [], {}]", "[a: b]"],
  ...["[-1, - 2]", "[-, a]", "[a,, b]", "[#a]", "[a #b]", "[a]b", "[a] b", "[a] # b", "[a]# b", "[a", "a]", "{a: 1}"],
  ...[
    "{ a: 1, b: [x, 'y', \"z\"] }",
    "{a: 1, a: 2}",
    "{a}",
    "{a: }",
    "{a:}",
    "{a:1}",
    "{ a : 1 }",
    '{"a": 1}',
    '{"a":1}',
  ],
  ...[
    "{'a' : 1}",
    "{a: 1,}",
    "{a: 1, }",
    "{a: {b: {c: d}}}",
    "{a: b: c}",
    "{? a}",
    "{a: 1",
    "{a: 1}}",
    "{ a: 1 } x: y",
  ],
  ...[
    "{a: .5}",
    "{ - : a}",
    "{a: -}",
    "{a: *b}",
    "[?a, ?]",
    "[:a]",
    "[a:]",
    '["a": b]',
    "{1: 2, null: 3}",
    '[a, "b"c]',
  ],
  ...["[[[[[[[[[[a]]]]]]]]]]", "[[[[[[[[[[[a]]]]]]]]]]]", "{a: [b, {c: [d]}], e: '}'}", "[a\\]b]", "[a'b, c\"d]"],
];

const KEYS = [
  ...[
    "a",
    "b",
    "c",
    "d",
    "a b",
    "1",
    "null",
    "true",
    "~",
    "'q'",
    '"r"',
    "'it''s'",
    "__proto__",
    "a-b",
    "a.b",
    "/p",
    "ä",
  ],
  ...[
    "a:b",
    "a#b",
    "-a",
    "<<",
    "a ",
    "?a",
    "=",
    "$k",
    "constructor",
    "x,y",
    "x]",
    "{x",
    "*",
    "&k a",
    "!t a",
    ".x",
    "+",
  ],
];

/** A text of a few lines that go together more often than not. */
export function madeOfLines(random: Random): string {
  const at: Writer = { random, lines: [], calm: random.pick([2, 6, 20, 60]) };
  if (random.oneIn(at.calm)) at.lines.push(random.pick(["---", "# head", "", "%YAML 1.2", "  # head", "..."]));
  writeMap(at, random.oneIn(4 * at.calm) ? random.below(3) : 0, 0, "");
  if (random.oneIn(4 * at.calm)) at.lines.push(random.pick(["---", "...", "x", "- x", "  y: z"]));
  return at.lines.join("\n") + (random.oneIn(25) ? "" : "\n");
}

interface Writer {
  readonly random: Random;
  readonly lines: string[];
  /** One in so many parts is out of the ordinary. */
  readonly calm: number;
}

function writeNoise({ random, lines }: Writer): void {
  while (random.oneIn(5)) lines.push(noise(random));
}

function wobbling({ random, calm }: Writer, indent: number): string {
  return " ".repeat(random.oneIn(10 * calm) ? random.below(6) : indent);
}

/** Writes a map; of its first line the beginning is given. */
function writeMap(at: Writer, indent: number, depth: number, beginning: string): void {
  const { random } = at;
  for (let left = random.below(4); left >= 0; left--) {
    const isFirst = beginning !== "";
    const head = isFirst ? beginning : wobbling(at, indent);
    beginning = "";
    // Most keys differ, so that most maps are sound.
    const key = random.oneIn(at.calm) ? random.pick(KEYS) : `k${left}`;
    if (!isFirst) writeNoise(at);
    writeValue(at, `${head}${key}:`, indent, depth);
  }
}

function writeList(at: Writer, indent: number, depth: number): void {
  const { random, calm } = at;
  for (let left = random.below(3); left >= 0; left--) {
    writeNoise(at);
    const dash = `${wobbling(at, indent)}-${random.pick([" ", " ", " ", "   ", random.oneIn(calm) ? "" : " "])}`;
    if (random.oneIn(8) && depth < 4) {
      at.lines.push(dash.trimEnd() + behind(at));
      writeBelow(at, dash.length - 1 + random.below(2), depth);
    } else if (random.oneIn(2) && depth < 4) writeMap(at, dash.length, depth + 1, dash);
    else if (random.oneIn(8)) writeText(at, dash, indent);
    else at.lines.push(dash + scalar(at) + behind(at));
  }
}

function writeValue(at: Writer, head: string, indent: number, depth: number): void {
  const { random } = at;
  const kind = random.below(depth > 4 ? 6 : 12);
  if (kind === 0) writeText(at, `${head} `, indent);
  else if (kind === 1) at.lines.push(head + behind(at));
  else if (kind < 6) at.lines.push(`${head} ${scalar(at)}${behind(at)}`);
  else {
    at.lines.push(head + behind(at));
    writeBelow(at, indent, depth);
  }
}

/** Writes a map that is further in, or a list that may be. */
function writeBelow(at: Writer, indent: number, depth: number): void {
  const { random } = at;
  writeNoise(at);
  if (random.oneIn(2)) writeMap(at, indent + 1 + random.below(3), depth + 1, "");
  else writeList(at, indent + random.below(3), depth + 1);
}

function scalar({ random, calm }: Writer): string {
  return random.oneIn(calm) ? random.pick(SCALARS) : random.pick(["a", "b c", "7", '"d"', "'e'", "[f, g]", "{ h: i }"]);
}

function behind({ random, calm }: Writer): string {
  if (random.oneIn(4 * calm)) return random.pick(["# c", "\t", "\r"]);
  return random.oneIn(6) ? random.pick([" ", "  ", " # c", "  # c: d", " #"]) : "";
}

/** Writes a text in a block. */
function writeText(at: Writer, head: string, indent: number): void {
  const { random, lines, calm } = at;
  const rare = random.oneIn(calm) ? random.pick(["2", "-1", "+ #c", "a"]) : "";
  const sign = random.pick(["|", ">"]) + random.pick(["", "", "-", "-", "+"]) + rare;
  lines.push(head + sign + behind(at));
  const inner = indent + (random.oneIn(10 * calm) ? random.below(2) : 1 + random.below(3));
  for (let left = random.below(5); left >= 0; left--) {
    if (random.oneIn(5)) lines.push(" ".repeat(random.below(6)));
    const deeper = random.oneIn(4 * calm) ? 1 + random.below(2) : 0;
    lines.push(" ".repeat(inner + deeper) + random.pick(TEXTS));
  }
  if (random.oneIn(4)) lines.push(" ".repeat(random.below(5)));
}

const TEXTS = [
  "one",
  "two words",
  "three  words ",
  "a: b",
  "- x",
  "- - x",
  "# no",
  "'",
  '"',
  "[",
  "{}",
  "---",
  "\\",
  "ä🐘",
];

/** A small tree in one of the spellings in which equal definitions are written. */
export function spelled(random: Random): string {
  const leaf = (): Tree =>
    random.pick<Tree>(["text", "two words", "it's", "a: b", "", "7", 7, 0.5, true, null, "x\ny\n"]);
  const tree = (depth: number): Tree => {
    if (depth === 0 || random.oneIn(3)) return leaf();
    const parts = Array.from({ length: random.below(4) }, () => tree(depth - 1));
    return random.oneIn(2) ? parts : Object.fromEntries(parts.map((part, index) => [`key${index}`, part]));
  };
  return spell({ first: tree(3), second: tree(2), third: tree(1) }, random);
}
