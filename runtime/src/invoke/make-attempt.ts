import type { OutcomePolicy } from "../activity/compiled-activity.ts";
import type { Attempt } from "./attempt.ts";
import {
  buildRequest,
  type CalledActivity,
  type CallSetting,
  SetupProblem,
  type WireRequest,
} from "./build-request.ts";
import { ExchangeProblem, exchange, type RawAnswer } from "./exchange.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { redirectOf } from "./redirect.ts";
import { retryAfterSeconds } from "./retry-after.ts";

type Ending = Omit<Attempt, "started_at" | "finished_at">;

const MS_PER_SECOND = 1000;

/** Statuses below 500 after which the same request may succeed later (RFC 9110; 425 by RFC 8470, 429 by RFC 6585). */
const PASSING_STATUS = new Set([408, 425, 429]);

/**
 * Makes one attempt: one call, with the redirects that are followed, under one deadline from connecting to the last byte.
 * It gives an attempt whatever happens; one that `signal` ends has failed with the reason "interrupted".
 */
export async function makeAttempt(
  activity: CalledActivity,
  setting: CallSetting & { readonly signal?: AbortSignal | undefined },
): Promise<Attempt> {
  const started_at = new Date().toISOString();
  const endsAt = performance.now() + activity.invoke.timeout_seconds * MS_PER_SECOND;
  const ending = await call(activity, setting, endsAt);
  return { ...ending, started_at, finished_at: new Date().toISOString() };
}

async function call(
  activity: CalledActivity,
  setting: Parameters<typeof makeAttempt>[1],
  endsAt: number,
): Promise<Ending> {
  const { timeout_seconds, idempotent } = activity.invoke;
  // Becomes true with the first hop that has a connection, and stays so.
  let isSent = false;
  try {
    let request = await buildRequest(activity, setting);
    const bounds = { endsAt, timeoutSeconds: timeout_seconds, signal: setting.signal };
    for (let followed = 0; ; followed++) {
      const answer = await exchange(request, bounds);
      isSent = true;
      const next = isSuccess(activity.outcome, answer)
        ? ({ action: "none" } as const)
        : redirectOf(request, answer, followed);
      if (next.action === "none") return answered(activity, request, answer);
      if (next.action === "refuse") return failed(next.reason, { http_status: answer.status, is_final: true });
      request = { ...request, url: next.url };
    }
  } catch (error) {
    if (error instanceof SetupProblem) return failed(error.message, { is_final: true });
    if (!(error instanceof ExchangeProblem)) throw error;
    const mayRepeat = idempotent || !(isSent || error.isSent);
    return failed(error.message, {
      outcome: error.kind === "deadline" ? "timed_out" : "failed",
      http_status: error.status,
      is_final: !mayRepeat || error.kind === "interrupted",
    });
  }
}

function isSuccess({ success_status }: OutcomePolicy, { status }: RawAnswer): boolean {
  return success_status.some(({ from, to }) => from <= status && status <= to);
}

function answered({ outcome: policy, invoke }: CalledActivity, request: WireRequest, answer: RawAnswer): Ending {
  const { status, headers } = answer;
  const judgement = judgeAnswer(policy, answer, request.secrets);
  const isGood = judgement.outcome === "ok" || judgement.outcome === "warn";
  const isLasting = !isSuccess(policy, answer) && status >= 300 && status < 500 && !PASSING_STATUS.has(status);
  const asked = isGood ? null : retryAfterSeconds(headers, Date.now());
  return {
    ...judgement,
    reason: asked === null ? judgement.reason : `${judgement.reason}, and asks to wait ${asked} s`,
    http_status: status,
    retry_after_seconds: asked,
    is_final: isGood || isLasting || !invoke.idempotent,
  };
}

function failed(reason: string, known: Pick<Ending, "is_final"> & Partial<Ending>): Ending {
  return { outcome: "failed", http_status: null, reason, counts: null, retry_after_seconds: null, ...known };
}
