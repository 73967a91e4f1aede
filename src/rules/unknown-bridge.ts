import type { TargetFile } from "../model/definition.ts";
import type { Path } from "../parse/located.ts";
import { locate } from "../parse/yaml-document.ts";
import { closeMatch } from "../validate/suggest.ts";
import { declaredWords } from "./declared-words.ts";
import { defineRule, type Finding } from "./rule.ts";

export const unknownBridge = defineRule({
  code: "unknown-bridge",
  severity: "error",
  summary: "A target names a bridge, or an environment variable, that it does not declare.",
  rationale:
    "An environment variable holds the URL of its bridge, and progress events are read through an environment variable. A name that leads nowhere would leave the worker without a URL.",
  scope: "target",
  reads: [],
  check(target, report) {
    const { environment, bridges, progress_events } = target.target;
    for (const [variable, { bridge }] of Object.entries(environment)) {
      if (!Object.hasOwn(bridges, bridge))
        report(undeclared(target, ["environment", variable, "bridge"], bridge, "bridges"));
    }
    if (progress_events && !Object.hasOwn(environment, progress_events.base_url_env)) {
      report(undeclared(target, ["progress_events", "base_url_env"], progress_events.base_url_env, "environment"));
    }
  },
});

/** The finding that the name at a path is not a key of one of the target's maps. */
function undeclared(target: TargetFile, at: Path, name: string, map: "bridges" | "environment"): Finding {
  const known = Object.keys(target.target[map]);
  const match = closeMatch(name, known);
  return {
    at,
    message: `"${name}" is not declared in ${map}`,
    ...(match ? { label: `did you mean "${match}"?` } : {}),
    help: match ? `write ${match}` : `add it to ${map}`,
    related: [{ at: [map], on: "key", message: declaredWords(known) }],
    ...(match ? { fix: [{ span: locate(target.document, at, "value"), text: match }] } : {}),
  };
}
