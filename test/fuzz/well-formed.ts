/** What XML 1.0 cannot hold at all. */
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const NAME = "[A-Za-z][\\w.-]*";
const ATTRIBUTES = `(?:\\s+${NAME}="[^<&"]*(?:&(?:amp|lt|gt|quot|apos);[^<&"]*)*")*`;
const TAG = new RegExp(`^<(/?)(${NAME})${ATTRIBUTES}\\s*(/?)>`);
const TEXT = /^(?:[^<&]|&(?:amp|lt|gt|quot|apos);)+/;

/** What keeps a text from being well-formed XML of elements, attributes and text; nothing where it is. */
export function malformedXml(text: string): string | undefined {
  if (UNFIT.test(text)) return `a character that XML excludes: ${JSON.stringify(UNFIT.exec(text)?.[0])}`;
  let rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const open: string[] = [];
  let roots = 0;
  while (rest !== "") {
    const [tag, slash, name = "", isEmpty] = TAG.exec(rest) ?? [];
    const length = tag?.length ?? TEXT.exec(rest)?.[0].length;
    if (length === undefined) return `neither a tag nor text: ${rest.slice(0, 60)}`;
    if (tag === undefined && open.length === 0 && rest.slice(0, length).trim() !== "")
      return "text outside of the root";
    if (slash && open.pop() !== name) return `</${name}> closes another element`;
    if (tag && !slash) {
      if (open.length === 0) roots++;
      if (!isEmpty) open.push(name);
    }
    rest = rest.slice(length);
  }
  return open.length === 0 && roots === 1 ? undefined : `${roots} roots, open: ${open.join(", ")}`;
}
