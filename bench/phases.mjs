import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/** What the code of each path is for; the first that fits. What fits none belongs to whoever calls it. */
const PHASES = [
  [/^src\/source\//, "reading"],
  [/^src\/parse\/|^node_modules\/yaml\//, "YAML and runbooks"],
  [/^src\/validate\//, "schema"],
  [/^src\/rules\//, "rules"],
  [/^src\/model\//, "model"],
  [/^src\/project\/|^src\/emit\/serialize/, "projection"],
  [/^src\/emit\//, "comparing and writing"],
  [/^src\/batch\//, "sharing the work"],
  [/cache/, "cache"],
  [/^src\/cli\/|^src\/compile|^node_modules\/commander\//, "command line"],
];

/** In this order the phases are shown; others that are in a profile come after them. */
const PHASE_ORDER = [
  "start-up",
  ...["reading", "YAML and runbooks", "schema", "model", "rules", "projection", "comparing and writing"],
  ...["cache", "sharing the work"],
  ...["command line", "garbage collection", "outside JavaScript", "waiting"],
];

/** Microseconds by phase of a profile that `node --cpu-prof` wrote; the sum of several threads where there are several. */
export function microsecondsByPhase(profiles, sourceOf = createSourceLookup()) {
  const totals = new Map();
  for (const { nodes, samples, timeDeltas } of profiles) {
    const phases = phaseOfNodes(nodes, sourceOf);
    for (const [index, id] of samples.entries()) {
      // A delta is the time since the sample before, so it belongs to that one.
      const phase = phases.get(samples[index - 1] ?? id);
      totals.set(phase, (totals.get(phase) ?? 0) + timeDeltas[index]);
    }
  }
  return inPhaseOrder([...totals.keys()]).map((phase) => [phase, totals.get(phase)]);
}

/** The phases in the order in which they are shown. */
export function inPhaseOrder(phases) {
  const order = (phase) => (PHASE_ORDER.includes(phase) ? PHASE_ORDER.indexOf(phase) : PHASE_ORDER.length);
  return phases.sort((a, b) => order(a) - order(b));
}

/** The phase of a node of the tree of calls is that of its own code, or else of the nearest caller that has one. */
function phaseOfNodes(nodes, sourceOf) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const phases = new Map();
  const visit = (node, inherited) => {
    const phase = ownPhase(node.callFrame, sourceOf) ?? inherited;
    phases.set(node.id, phase);
    for (const id of node.children ?? []) visit(byId.get(id), phase);
  };
  visit(nodes[0], "start-up");
  return phases;
}

const SPECIAL = { "(garbage collector)": "garbage collection", "(idle)": "waiting", "(program)": "outside JavaScript" };

function ownPhase({ functionName, url, lineNumber, columnNumber }, sourceOf) {
  if (url === "") return SPECIAL[functionName];
  if (/^node:internal\/(?:modules|bootstrap|main|process\/(?:esm|pre))/.test(url)) return "start-up";
  if (!url.startsWith("file:")) return undefined;
  if (lineNumber === 0 && columnNumber === 0) return "start-up"; // the top level of a file, run once when it is loaded
  const source = sourceOf(url, lineNumber, columnNumber);
  return source && PHASES.find(([pattern]) => pattern.test(source))?.[1];
}

/** Finds the source file of a place in the bundle, by the source maps beside it. */
function createSourceLookup() {
  const maps = new Map();
  return (url, line, column) => {
    if (!maps.has(url)) {
      const file = `${fileURLToPath(url)}.map`;
      maps.set(url, existsSync(file) && new SourceMap(JSON.parse(readFileSync(file, "utf8"))));
    }
    const { originalSource } = (maps.get(url) || undefined)?.findEntry(line, column) ?? {};
    return originalSource?.slice(originalSource.search(/(?:src|node_modules)\//));
  };
}
