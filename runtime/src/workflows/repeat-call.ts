import { ApplicationFailure } from "@temporalio/workflow";
import type { Attempt } from "../invoke/attempt.ts";
import { callOnce } from "./call-once.ts";
import type { Call } from "./contract.ts";

/** Sends a call again under the key that it had, to see that nothing comes of it: no retry, no record. */
export async function repeatCall(call: Call): Promise<Attempt> {
  const end = await callOnce(call);
  if (typeof end === "object") return end;
  throw ApplicationFailure.nonRetryable(`the worker was ${end} during the call`);
}
