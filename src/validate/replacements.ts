import { rewritePlain, rewriteText } from "../parse/scalar-edit.ts";
import type { Finding, Found } from "./finding.ts";

type Words = Pick<Finding["words"], "label" | "help" | "fix">;

/** What to say of a value that is surely one of the choices; `"1"` stands for a choice that is a number. */
export function correctedChoice({ document, path, schema, value }: Found, match: string): Words {
  const isText = (schema.enum ?? [schema.const]).includes(match);
  const edit = isText ? rewriteText(document, path, match) : rewritePlain(document, path, match);
  return {
    ...(match === value ? {} : { label: `did you mean "${match}"?` }),
    help: isText ? `write ${match}` : `write ${match} without quotes`,
    ...(edit ? { fix: [edit] } : {}),
  };
}

/** Texts whose one right form is sure, by the field that they stand in. */
const FORMS: ReadonlyMap<string, (text: string) => string> = new Map([
  ["uuid", (text) => text.toLowerCase()],
  ["rollout.local_unit", (text) => text.replace(/@?(?:\.(?:timer|service))?$/, "")],
]);

/** What to say of a text that has the right form but for its case or its end. */
export function correctedForm({ document, path, schema, value }: Found): Words {
  if (typeof value !== "string") return {};
  const text = FORMS.get(path.join("."))?.(value);
  if (text === undefined || text === value || !new RegExp(schema.pattern ?? "", "u").test(text)) return {};
  const edit = rewriteText(document, path, text);
  return { help: `write ${text}`, ...(edit ? { fix: [edit] } : {}) };
}
