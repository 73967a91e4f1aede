import { CST, Lexer } from "yaml";

/** Deeper YAML is refused unparsed: parsers recurse, and run out of stack. No definition comes near. */
export const MAX_NESTING = 64;

/** The offset at which a YAML text goes deeper than MAX_NESTING, in flow collections or in block ones. */
export function tooDeepAt(text: string): number | undefined {
  return flowTooDeepAt(text) ?? blockTooDeepAt(text);
}

function flowTooDeepAt(text: string): number | undefined {
  if ((text.match(/[[{]/g) ?? []).length <= MAX_NESTING) return undefined;
  let offset = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth++;
    if (token === "]" || token === "}") depth--;
    if (depth > MAX_NESTING) return offset;
    if (!isMark(token)) offset += token.length;
  }
  return undefined;
}

/** The lexer's own marks take no room in the text. */
function isMark(token: string): boolean {
  return token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR;
}

/** Counts indentations that are open at once, and the compact `- - -` and `? ? ?` on one line. */
function blockTooDeepAt(text: string): number | undefined {
  const open: number[] = [];
  for (const match of text.matchAll(/^([ \t]*)((?:[-?:][ \t]+)*)(?=\S)/gm)) {
    const indent = match[1]?.length ?? 0;
    while (open.length > 0 && (open.at(-1) ?? 0) >= indent) open.pop();
    open.push(indent);
    const compact = (match[2] ?? "").replace(/[ \t]/g, "").length;
    if (open.length + compact > MAX_NESTING) return match.index + indent;
  }
  return undefined;
}
