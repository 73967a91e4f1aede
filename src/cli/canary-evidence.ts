import { textFile, writeAtomically } from "../emit/write-outputs.ts";
import type { CommandResult } from "../operate/command-result.ts";
import { evidenceFolder } from "./evidence-files.ts";
import type { OperatedActivity } from "./operated-activity.ts";

/**
 * Writes what a canary has shown, as JSON and for people, and returns both paths, relative to the project. A canary without
 * a run leaves none: there is nothing that it shows.
 */
export async function writeCanaryEvidence(
  { root, target }: Pick<OperatedActivity, "root" | "target">,
  result: CommandResult,
): Promise<string[]> {
  if (!result.run) return [];
  const at = result.run.started_at.slice(0, 19).replaceAll(":", "");
  const base = `${evidenceFolder(target.name, result.id)}/canary-${at}Z`;
  const document = { schema_version: 1, kind: "canary", target: target.name, result };
  const files = [
    textFile(`${base}.json`, `${JSON.stringify(document, null, 2)}\n`),
    textFile(`${base}.md`, canaryMarkdown(target.name, result)),
  ];
  for (const file of files) await writeAtomically(root, file);
  return files.map(({ path }) => path);
}

function canaryMarkdown(target: string, { id, uuid, behaviour_sha256, job, run, checks, ok }: CommandResult): string {
  const rows = checks.map(({ name, passed, seen, wanted }) => {
    const verdict = passed === null ? "not made" : passed ? "passed" : "failed";
    return `| ${[name, verdict, seen, wanted].map(cell).join(" | ")} |`;
  });
  return [
    `# Canary of ${id} on ${target}: ${ok ? "passed" : "failed"}`,
    "",
    `- activity: ${id} (${uuid})`,
    `- behaviour: ${behaviour_sha256}`,
    `- job: ${job}`,
    ...(run
      ? [
          `- run: ${run.run_id}, ${run.outcome}, ${run.started_at} to ${run.finished_at}`,
          `- idempotency key: ${run.idempotency_key}`,
        ]
      : []),
    "",
    "| check | verdict | seen | wanted |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** A text as a cell of a table. */
function cell(text: string): string {
  return text.replace(/[|\\]/g, "\\$&").replace(/\s+/g, " ");
}
