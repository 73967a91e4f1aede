import type { Target } from "../../model/target.ts";
import { nextSteps } from "../../operate/next-steps.ts";
import { OperationStop } from "../../operate/operation-stop.ts";
import { targetStatus } from "../../operate/status.ts";
import type { ClusterSide } from "../cluster-side.ts";
import { compileTarget, projectedTarget } from "../compiled-target.ts";
import type { ConnectionOptions } from "../connection-options.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type ManifestsOnDisk, manifestsOnDisk } from "../manifests-on-disk.ts";
import { type StatusSource, statusJson } from "../status-json.ts";
import { statusText } from "../status-text.ts";
import { EXIT_OF_STOP, stopReport } from "../stop-report.ts";
import type { Terminal } from "../terminal.ts";

export interface StatusOptions extends ConnectionOptions {
  /** Dumps that are read instead of a cluster; `-` is standard input. */
  readonly from?: readonly string[];
  readonly format: "text" | "json";
}

/** `actdef status`: whether definitions, manifests, cluster and database agree. Writes nothing; exit 3 where they do not. */
export async function status(name: string, options: StatusOptions, terminal: Terminal): Promise<ExitCode> {
  const isJson = options.format === "json";
  const compiled = await compileTarget(name, process.cwd(), { ...terminal, out: isJson ? terminal.err : terminal.out });
  if (!compiled) return EXIT.problems;
  const manifests = await manifestsOnDisk(compiled);
  try {
    return report(manifests, await readSide(compiled.target, options, terminal), isJson, terminal);
  } catch (error) {
    if (!(error instanceof OperationStop)) throw error;
    const code = EXIT_OF_STOP[error.kind];
    (isJson ? terminal.err : terminal.out)(stopReport(error, terminal.color));
    const source: StatusSource = { server: null, dumps: options.from ?? [], clusterUid: null };
    if (isJson) terminal.out(statusJson({ projected: projectedTarget(compiled), source, code, stop: error }));
    return code;
  }
}

/** The client of the API server is large, and dumps do not need it. */
async function readSide(target: Target, options: StatusOptions, terminal: Terminal): Promise<ClusterSide> {
  if (options.from) {
    const { readDumps } = await import("../dump-side.ts");
    return await readDumps(target, options.from);
  }
  const { readCluster } = await import("../cluster-side.ts");
  return await readCluster(target, options, terminal);
}

function report(manifests: ManifestsOnDisk, side: ClusterSide, isJson: boolean, terminal: Terminal): ExitCode {
  const { compiled, stale } = manifests;
  const { live, unreadKinds, holder, source } = side;
  const { refusal, ...projected } = projectedTarget(compiled);
  const { target } = projected;
  const found = targetStatus({ manifests: projected, stale, live, unreadKinds });
  const steps = nextSteps({ status: found, target, holder, isDirty: projected.isDirty });
  const code = found.isInSync ? EXIT.ok : EXIT.stale;
  if (isJson) {
    terminal.out(statusJson({ projected, source, code, status: found, holder, steps }));
    return code;
  }
  const text = statusText(
    {
      status: found,
      target: target.name,
      manifestCount: compiled.outputs.length,
      commit: projected.commit,
      uncommitted: refusal,
      holder,
      isByLabels: source.server !== null,
      steps,
    },
    terminal.color,
  );
  terminal.out(`${side.headline}\n${text}`);
  return code;
}
