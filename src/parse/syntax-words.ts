import type { YAMLError } from "yaml";

/** What is wrong with a YAML text, in a person's words, and where it shows: offsets in the text. */
export interface SyntaxWords {
  readonly message: string;
  readonly help?: string;
  readonly start: number;
  readonly end: number;
}

type Words = Pick<SyntaxWords, "message" | "help"> & Partial<SyntaxWords>;

/** The library's wordings that only make sense to those who know the grammar; in the order in which they are tried. */
const WORDINGS: readonly { readonly pattern: RegExp; words(match: RegExpExecArray, at: Place): Words }[] = [
  { pattern: /end with a ([\]}])/, words: ([, bracket = "]"], at) => unclosedBracket(bracket, at) },
  { pattern: /^Missing closing (["'])quote/, words: ([, quote = '"'], at) => unclosedQuote(quote, at) },
  {
    pattern: /^Nested mappings are not allowed in compact mappings/,
    words: () => ({ message: 'the value holds a second ": "', help: "put the value in quotes" }),
  },
  {
    pattern: /^Implicit (?:map )?keys (?:need to be on a single line|need to be followed by map values)/,
    words: () => ({ message: 'this line has no ": " behind its key', help: "write it as `key: value`" }),
  },
  {
    pattern: /^All (mapping|sequence) items must start at the same column/,
    words: (_, at) => ({
      message: "this line begins at another column than those that it belongs to",
      help: "indent it like the lines beside it",
      ...firstSign(at),
    }),
  },
  {
    pattern: /^Unexpected .* at node end/,
    words: () => ({ message: "the value has ended before this", help: "put the whole value in quotes" }),
  },
  {
    pattern: /^Source contains multiple documents/,
    words: () => ({ message: "a second YAML document begins here", help: "keep one of the two" }),
  },
  {
    pattern: /^Invalid escape sequence (.*)$/s,
    words: ([, sequence]) => ({
      message: `"${sequence}" is not an escape sequence`,
      help: "double the backslash, or use single quotes",
    }),
  },
  {
    pattern: /^Missing directives-end/,
    words: (_, at) => ({
      message: 'a line that begins with "%" is a directive to the parser',
      help: "remove the line",
      ...directive(at),
    }),
  },
  {
    pattern: /^Tabs are not allowed as indentation/,
    words: () => ({ message: "a tab indents this line", help: "indent with blanks" }),
  },
  {
    pattern: /^Plain value cannot start with .*(.)$/,
    words: ([, sign]) => ({
      message: `a value without quotes cannot begin with "${sign}"`,
      help: "put the value in quotes",
    }),
  },
];

interface Place {
  readonly text: string;
  readonly offset: number;
}

/** Says what a syntax error of the library means. */
export function syntaxWords(error: YAMLError, text: string): SyntaxWords {
  const [offset, end] = error.pos;
  const said = error.message.replace(/ at line \d+, column \d+:?\s.*$/s, "").trim();
  for (const { pattern, words } of WORDINGS) {
    const match = pattern.exec(said);
    if (match) return { start: offset, end, ...words(match, { text, offset }) };
  }
  const plain = said.replaceAll(/\s+/g, " ");
  return { start: offset, end, message: `${plain.charAt(0).toLowerCase()}${plain.slice(1)}` };
}

/** How far back an opening bracket is looked for. */
const MAX_LOOK_BACK = 5000;

function unclosedBracket(bracket: string, { text, offset }: Place): Words {
  const [opening, kind] = bracket === "]" ? ["[", "list"] : ["{", "map"];
  const words = { message: `no "${bracket}" closes this ${kind}`, help: `close it with "${bracket}"` };
  let open = 1;
  for (let at = offset - 1; at >= Math.max(0, offset - MAX_LOOK_BACK); at--) {
    if (text[at] === bracket) open++;
    if (text[at] === opening) open--;
    if (open === 0) return { ...words, start: at, end: at + 1 };
  }
  return words;
}

function unclosedQuote(quote: string, { text, offset }: Place): Words {
  const words = { message: `no second ${quote} closes this text`, help: `close it with ${quote}` };
  let start = text.lastIndexOf(quote, offset - 1);
  const escaping = quote === "'" ? "'" : "\\";
  while (start > 0 && text[start - 1] === escaping) start = text.lastIndexOf(quote, start - 2);
  return start < 0 ? words : { ...words, start, end: start + 1 };
}

function firstSign({ text, offset }: Place): Partial<SyntaxWords> {
  const blanks = /^[ \t]{0,1000}/.exec(text.slice(offset))?.[0].length ?? 0;
  return { start: offset + blanks, end: offset + blanks + 1 };
}

function directive({ text, offset }: Place): Partial<SyntaxWords> {
  const start = text.lastIndexOf("\n%", offset) + 1;
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end };
}
