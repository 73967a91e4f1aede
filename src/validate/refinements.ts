import { type Finding, type Found, onValue } from "./finding.ts";
import { quoteValue } from "./quote-value.ts";

/** Mistakes that deserve better words than their schema error has, by the place where they are made. */
const REFINEMENTS: readonly { readonly at: string; readonly finding: (it: Found) => Finding | undefined }[] = [
  { at: "schema_version", finding: newerSchema },
  { at: "invoke.kind", finding: shellInvoke },
  { at: "invoke.base_url_env", finding: literalHost },
];

export function refine(it: Found): Finding | undefined {
  const at = it.path.join(".");
  return REFINEMENTS.find((refinement) => refinement.at === at)?.finding(it);
}

function newerSchema(it: Found): Finding | undefined {
  if (typeof it.value !== "number" || it.value <= 1) return undefined;
  return onValue(it, "newer-schema", {
    message: `schema_version ${it.value} is newer than this compiler, which knows 1`,
    help: "update actdef, or write the document for schema_version 1",
  });
}

function shellInvoke(it: Found): Finding | undefined {
  if (it.value !== "shell") return undefined;
  return onValue(it, "shell-invoke", {
    message: '"shell" is reserved and not supported: a cluster has no laptop checkout to run a command in',
    help: "give the work an HTTP endpoint and call it with kind: http",
  });
}

function literalHost(it: Found): Finding | undefined {
  if (typeof it.value !== "string" || !/:\/\/|^[\w-]+(?:\.[\w-]+)+|^localhost\b|:\d+$/i.test(it.value))
    return undefined;
  return onValue(it, "literal-host", {
    message: `${quoteValue(it.value, it.path)} is an address, where the name of an environment variable is expected`,
    label: "inside a cluster, this would be the same for every target",
    help: "name the variable, such as STATE_HUB_URL, and map it to a bridge in the target's `environment`",
  });
}
