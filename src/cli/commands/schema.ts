import definition from "../../../schemas/activity-definition.schema.json" with { type: "json" };
import canaryEvidence from "../../../schemas/canary-evidence.schema.json" with { type: "json" };
import command from "../../../schemas/command.schema.json" with { type: "json" };
import commandResult from "../../../schemas/command-result.schema.json" with { type: "json" };
import comparison from "../../../schemas/comparison.schema.json" with { type: "json" };
import compiled from "../../../schemas/compiled-activity.schema.json" with { type: "json" };
import cutoverEvidence from "../../../schemas/cutover-evidence.schema.json" with { type: "json" };
import diagnostics from "../../../schemas/diagnostics.schema.json" with { type: "json" };
import diff from "../../../schemas/diff.schema.json" with { type: "json" };
import eventPage from "../../../schemas/event-page.schema.json" with { type: "json" };
import historyResult from "../../../schemas/history-result.schema.json" with { type: "json" };
import receipts from "../../../schemas/receipts.schema.json" with { type: "json" };
import run from "../../../schemas/run.schema.json" with { type: "json" };
import runEvent from "../../../schemas/run-event.schema.json" with { type: "json" };
import status from "../../../schemas/status.schema.json" with { type: "json" };
import sync from "../../../schemas/sync.schema.json" with { type: "json" };
import syncResult from "../../../schemas/sync-result.schema.json" with { type: "json" };
import target from "../../../schemas/target.schema.json" with { type: "json" };
import timeline from "../../../schemas/timeline.schema.json" with { type: "json" };
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

const SCHEMAS: Readonly<Record<string, { readonly title: string; readonly description: string }>> = {
  "activity-definition": definition,
  target,
  "compiled-activity": compiled,
  diagnostics,
  diff,
  sync,
  "sync-result": syncResult,
  receipts,
  status,
  command,
  "command-result": commandResult,
  "history-result": historyResult,
  "canary-evidence": canaryEvidence,
  "cutover-evidence": cutoverEvidence,
  run,
  comparison,
  "run-event": runEvent,
  "event-page": eventPage,
  timeline,
};

/** `actdef schema`: prints one schema as JSON, or the names of all. */
export function schema(name: string | undefined, terminal: Terminal): ExitCode {
  if (name === undefined) {
    for (const [key, { description }] of Object.entries(SCHEMAS)) terminal.out(`${key.padEnd(21)}${description}\n`);
    return EXIT.ok;
  }
  if (!Object.hasOwn(SCHEMAS, name))
    throw new UsageError(`no schema "${name}"; there are ${Object.keys(SCHEMAS).join(", ")}`);
  terminal.out(`${JSON.stringify(SCHEMAS[name], null, 2)}\n`);
  return EXIT.ok;
}
