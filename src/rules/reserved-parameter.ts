import type { Definition } from "../model/definition.ts";
import type { Path } from "../parse/located.ts";
import { BODILESS_METHODS } from "./body-method.ts";
import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

/** What the runner sends by a name, and the field that it takes it from. */
interface Reserved {
  readonly name: string;
  readonly sent: string;
  readonly field: Path;
}

const BUDGET: Reserved = { name: "max_seconds", sent: "the work budget by this name", field: ["max_seconds"] };
const SOURCE: Path = ["rollout", "source"];
const IN_BODY: readonly Reserved[] = [BUDGET, { name: "detail", sent: "the runner's name in it", field: SOURCE }];
const IN_QUERY: readonly Reserved[] = [BUDGET, { name: "source", sent: "the runner's name by it", field: SOURCE }];

export const reservedParameter = defineRule({
  code: "reserved-parameter",
  severity: "error",
  summary: "A parameter of the call has a name that the runner fills in itself.",
  rationale:
    "Every call carries the work budget and the runner's name: in the body as `max_seconds` and `detail.source`, for GET, HEAD and DELETE in the query as `max_seconds` and `source`. A second value of the same name would contradict them, and with it the proof of the time-outs.",
  scope: "definition",
  reads: ["invoke.method", "invoke.query", "invoke.body"],
  check(definition, report) {
    const { method, query, body } = definition.activity.invoke;
    const inQuery = BODILESS_METHODS.has(method);
    const [part, given, reserved] = inQuery
      ? (["query", query, IN_QUERY] as const)
      : (["body", body, IN_BODY] as const);
    for (const { name, sent, field } of reserved) {
      if (!Object.hasOwn(given, name)) continue;
      report({
        at: ["invoke", part, name],
        on: "key",
        message: `"${name}" is taken: every ${method} sends ${sent}`,
        help: "give the parameter another name, or leave it out",
        ...relatedField(definition, field),
      });
    }
  },
});

function relatedField(definition: Definition, field: Path) {
  return isWritten(definition, field) ? { related: [{ at: field, message: "this is what is sent" }] } : {};
}
