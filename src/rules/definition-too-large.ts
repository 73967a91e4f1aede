import type { Activity } from "../model/activity.ts";
import { compiledJson, dataBytes, MAX_SHARD_BYTES } from "../model/compiled-activity.ts";
import type { Path } from "../parse/located.ts";
import { defineRule } from "./rule.ts";

/**
 * In UTF-16 code units. Where no alias multiplies it, a unit of front matter takes 18 bytes at most: `0,` in a cron
 * expression becomes `{"end":0,"start":0,"step":1},`, quotes escaped. Defaults take less than the rest.
 */
const SURELY_SMALL = 8 * 1024;

export const definitionTooLarge = defineRule({
  code: "definition-too-large",
  severity: "error",
  summary: "The compiled activity does not fit into a ConfigMap.",
  rationale:
    "Compiled activities travel in ConfigMaps of at most 200 KiB each, since a plain `kubectl apply` copies an object into an annotation, and the API server allows 256 KiB of these. Aliases count with all that they stand for.",
  scope: "definition",
  reads: [
    ...["type", "schema_version", "id", "uuid", "title", "owner", "domain", "repo", "topic_slug", "description"],
    ...["labels", "created", "updated", "enabled", "schedule", "misfire_policy", "misfire_grace_seconds"],
    ...["overlap_policy", "max_seconds", "retry", "on_failure", "on_failure_after", "invoke", "outcome"],
    ...["progress_event", "rollout"],
  ],
  check({ activity, document, runbook }, report) {
    const length = runbook.span.start;
    if (length < SURELY_SMALL && !document.file.text.slice(0, length).includes("&")) return;
    const bytes = dataBytes(compiledJson(activity));
    if (bytes <= MAX_SHARD_BYTES) return;
    report({
      at: largestPart(activity),
      on: "key",
      message: `compiled, the definition has ${bytes} bytes; at most ${MAX_SHARD_BYTES} fit into a ConfigMap`,
      label: "most of it stands here",
      help: "let the called service keep the data, and send it the name of it",
    });
  },
});

/** Of the parts whose size the schema leaves open, the largest. */
function largestPart({ labels, invoke, outcome, rollout }: Activity): Path {
  const parts: readonly { readonly at: Path; readonly value: unknown }[] = [
    { at: ["labels"], value: labels },
    { at: ["invoke", "query"], value: invoke.query },
    { at: ["invoke", "headers"], value: invoke.headers },
    { at: ["invoke", "body"], value: invoke.body },
    { at: ["outcome"], value: outcome },
    { at: ["rollout", "replaces"], value: rollout.replaces },
  ];
  const sized = parts.map(({ at, value }) => ({ at, size: JSON.stringify(value).length }));
  return sized.reduce((largest, part) => (part.size > largest.size ? part : largest)).at;
}
