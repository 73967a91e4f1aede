import { connect } from "../../cluster/connect.ts";
import { readClusterUid } from "../../cluster/identity.ts";
import { textFile, writeAtomically } from "../../emit/write-outputs.ts";
import { applyEdits } from "../../fix/edits.ts";
import type { TargetFile } from "../../model/definition.ts";
import { toStop } from "../../operate/api-stops.ts";
import { OperationStop } from "../../operate/operation-stop.ts";
import { rewriteText } from "../../parse/scalar-edit.ts";
import { type ConnectionOptions, kubeconfigChoice } from "../connection-options.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { interruptibleClock } from "../interruptible-clock.ts";
import { projectAround } from "../project-sources.ts";
import { soundTarget } from "../sound-target.ts";
import { EXIT_OF_STOP, stopReport } from "../stop-report.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

const MS_PER_SECOND = 1000;

/** A target and the cluster to which the chosen context leads. */
interface FoundCluster {
  readonly root: string;
  readonly file: TargetFile;
  readonly server: string;
  readonly context: string;
  readonly uid: string;
}

/** `actdef target show`: which cluster the context leads to, and whether it is the pinned one. Exit 3 where it is not. */
export function showTarget(name: string, options: ConnectionOptions, terminal: Terminal): Promise<ExitCode> {
  return withCluster(name, options, terminal, async ({ file, server, context, uid }) => {
    const { target } = file;
    const pinned = target.cluster.uid;
    const verdict =
      pinned === null ? "not pinned" : pinned === uid ? "the pinned one" : `not the pinned one, ${pinned}`;
    terminal.out(`target     ${target.name}\nfile       ${file.document.file.path}\nnamespace  ${target.namespace}\n`);
    terminal.out(`context    ${context}\nserver     ${server}\ncluster    ${uid}  ${verdict}\n`);
    if (pinned === null) terminal.out(`next: actdef target pin ${name}\n`);
    return pinned === uid ? EXIT.ok : EXIT.stale;
  });
}

/** `actdef target pin`: writes the cluster's UID into the target's file; everything else in it stays as it is. */
export function pinTarget(name: string, options: ConnectionOptions, terminal: Terminal): Promise<ExitCode> {
  return withCluster(name, options, terminal, async ({ root, file, server, uid }) => {
    const { target, document } = file;
    const { path, text } = document.file;
    if (target.cluster.uid === uid) {
      terminal.out(`${path}: ${name} is pinned to ${uid} already\n`);
      return EXIT.ok;
    }
    if (target.cluster.uid !== null) {
      throw new OperationStop("refused", `${name} is pinned to another cluster than ${server}`, {
        event: [`pinned  ${target.cluster.uid}`, `found   ${uid}`],
        state: `${path} was left as it is`,
        next: "if the cluster was really made anew, write cluster.uid: null into the file, and pin again",
      });
    }
    const edit = rewriteText(document, ["cluster", "uid"], uid);
    if (!edit) throw new OperationStop("failed", `${path}: cluster.uid is not a plain value; write "${uid}" there`);
    await writeAtomically(root, textFile(path, applyEdits(text, [edit])));
    terminal.out(`${path}: cluster.uid is ${uid} now, the cluster at ${server}\n`);
    terminal.out("next: actdef compile, then commit the target and its manifests\n");
    return EXIT.ok;
  });
}

async function withCluster(
  name: string,
  options: ConnectionOptions,
  terminal: Terminal,
  work: (found: FoundCluster) => Promise<ExitCode>,
): Promise<ExitCode> {
  const project = projectAround(process.cwd());
  const file = await soundTarget(project, name, terminal);
  if (!file) return EXIT.problems;
  const clock = interruptibleClock();
  try {
    const choice = kubeconfigChoice(options, file.target.cluster.context);
    const cluster = connect(choice, { clock, timeoutMs: options.timeout * MS_PER_SECOND });
    const uid = await readClusterUid(cluster);
    if (uid === "")
      throw new UsageError(`${cluster.server} gives its namespace kube-system no uid: it is no Kubernetes`);
    return await work({ root: project.root, file, server: cluster.server, context: cluster.context, uid });
  } catch (error) {
    const stop = toStop(error, name);
    if (!(stop instanceof OperationStop)) throw error;
    terminal.out(stopReport(stop, terminal.color));
    return EXIT_OF_STOP[stop.kind];
  } finally {
    clock.stopListening();
  }
}
