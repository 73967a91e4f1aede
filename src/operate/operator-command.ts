import type { CompiledActivity } from "../model/compiled-activity.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { commandOptions } from "./command-job.ts";
import { type CommandName, type CommandResult, verifyCommand } from "./command-result.ts";
import type { LockRequest } from "./lock.ts";
import type { Operation } from "./operation.ts";
import { runCommandJob } from "./run-command-job.ts";

export interface CommandOptions {
  readonly command: CommandName;
  readonly activity: CompiledActivity;
  readonly syncJob: KubernetesObject;
  readonly reason: string;
  /** Waits for the latest Job of this command and activity, and makes none. */
  readonly isAttaching: boolean;
  readonly lock: LockRequest;
  /** As long as the Job may take where there is none. */
  readonly timeoutMs: number | undefined;
}

/**
 * What an operator does to one schedule, as a Job in the target's cluster. The result is given also where a check has
 * failed. Throws OperationStop where there is none.
 */
export async function operatorCommand(
  operation: Operation,
  { reason, lock, ...request }: CommandOptions,
): Promise<CommandResult> {
  const { command, activity } = request;
  const options = commandOptions(command, operation.target, reason);
  // A pause is never kept waiting: it may be all that helps.
  return await runCommandJob(
    operation,
    { ...request, options, lock: command === "pause" ? null : lock },
    (left, place) => verifyCommand(left, { ...place, command, id: activity.id, uuid: activity.uuid }),
  );
}
