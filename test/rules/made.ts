import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { analyse } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { decodeSource, type SourceFile } from "../../src/source/source-file.ts";

interface Fields {
  readonly [field: string]: unknown;
}

const RUNBOOK = ["Purpose", "How to run manually", "How to pause", "Failure modes", "Rollback"]
  .map((section) => `## ${section}\n\nSee the handbook.\n`)
  .join("\n");

/** The target that the fixtures share. */
export const TARGET = readFileSync(join(import.meta.dirname, "target.yaml"), "utf8");

/** A sound definition that fires every hour, with other fields: those of `schedule` and `invoke` are merged with its own. */
export function made(changes: Fields & { schedule?: Fields; invoke?: Fields } = {}, name = "report"): SourceFile {
  const { schedule, invoke, ...fields } = changes;
  const digits = createHash("sha256").update(name).digest("hex");
  const yaml = stringify({
    type: "activity-definition",
    schema_version: 1,
    id: `acme.${name}`,
    uuid: digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5"),
    title: `Report ${name}`,
    owner: "sales",
    enabled: false,
    schedule: { cron: "7 * * * *", ...schedule },
    misfire_policy: "fire_once",
    max_seconds: 300,
    on_failure: "escalate",
    invoke: {
      kind: "http",
      method: "POST",
      base_url_env: "REPORTS_URL",
      path: `/${name}`,
      idempotent: true,
      ...invoke,
    },
    ...fields,
  });
  return fileOf(`activity-definitions/acme/${name}.md`, `---\n${yaml}---\n\n# Report\n\n${RUNBOOK}`);
}

function fileOf(path: string, text: string): SourceFile {
  return decodeSource(path, new TextEncoder().encode(text));
}

/** What all rules together say of definitions, and of targets: lab, lab-2 and so on. */
export function judge(
  definitions: readonly SourceFile[],
  { targets = [TARGET], isWholeProject = true }: { targets?: readonly string[]; isWholeProject?: boolean } = {},
): readonly Diagnostic[] {
  const files = targets.map((text, index) => fileOf(`k8s/targets/lab${index === 0 ? "" : `-${index + 1}`}.yaml`, text));
  return analyse({ definitions, targets: files, isWholeProject }).diagnostics;
}

export function codesOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code }) => code);
}
