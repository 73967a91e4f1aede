import { connect } from "../cluster/connect.ts";
import type { Kind } from "../cluster/resources.ts";
import type { Target } from "../model/target.ts";
import { toStop } from "../operate/api-stops.ts";
import { type LiveState, readLiveState } from "../operate/live-state.ts";
import { type LockHolder, lockHolder } from "../operate/lock-holder.ts";
import { proveIdentity, targetLine } from "../operate/preflight.ts";
import { type ConnectionOptions, kubeconfigChoice } from "./connection-options.ts";
import { interruptibleClock } from "./interruptible-clock.ts";
import { progressDisplay } from "./progress-display.ts";
import type { StatusSource } from "./status-json.ts";
import type { Terminal } from "./terminal.ts";

/** What a status knows of the cluster, and from where. */
export interface ClusterSide {
  readonly live: LiveState;
  readonly unreadKinds: ReadonlySet<Kind>;
  readonly source: StatusSource;
  readonly holder: LockHolder | undefined;
  /** Target, place and cluster for people. */
  readonly headline: string;
}

const MS_PER_SECOND = 1000;

/** Reads a target's namespace in its cluster, and nothing but that. Throws OperationStop. */
export async function readCluster(
  target: Target,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ClusterSide> {
  const clock = interruptibleClock();
  const progress = progressDisplay(terminal, terminal.err);
  try {
    const timeoutMs = options.timeout * MS_PER_SECOND;
    const cluster = connect(kubeconfigChoice(options, target.cluster.context), { clock, timeoutMs });
    const operation = { cluster, clock, progress, target };
    progress.waiting(terminal.isInteractive ? `reading ${cluster.server}` : undefined);
    const clusterUid = await proveIdentity(operation);
    const [live, holder] = await Promise.all([readLiveState(cluster, target.namespace), lockHolder(operation)]);
    return {
      live,
      unreadKinds: new Set(),
      source: { server: cluster.server, dumps: [], clusterUid },
      holder,
      headline: targetLine(operation, clusterUid),
    };
  } catch (error) {
    throw toStop(error, target.name);
  } finally {
    progress.stop();
    clock.stopListening();
  }
}
