import type { ApiCall } from "./api-call.ts";

/** What kept a call from succeeding, in the terms of the API server's reasons where it gave one. */
export type ApiProblemReason =
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "already-exists"
  | "conflict"
  | "invalid"
  | "throttled"
  /** 5xx, whatever its body is. */
  | "unavailable"
  /** No answer: refused, reset, or cut off in the middle. */
  | "unreachable"
  /** No answer in time. */
  | "timeout"
  | "other";

/** One of the causes in a `Status`. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

interface ProblemDetails {
  readonly call: ApiCall;
  readonly status?: number;
  readonly causes?: readonly StatusCause[];
  /** What a throttled caller was told to wait, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** A call that did not succeed, also after the retries that it may have had. */
export class ApiProblem extends Error {
  readonly reason: ApiProblemReason;
  readonly call: ApiCall;
  readonly status: number | undefined;
  readonly causes: readonly StatusCause[];
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: ApiProblemReason, message: string, details: ProblemDetails) {
    super(message);
    this.reason = reason;
    this.call = details.call;
    this.status = details.status;
    this.causes = details.causes ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** Whether it is open if the call was carried out. */
  get isUnanswered(): boolean {
    return this.reason === "unavailable" || this.reason === "unreachable" || this.reason === "timeout";
  }
}

/** An answer of the API server as it came. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

interface Status {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly StatusCause[] };
}

const BY_STATUS: Readonly<Record<number, ApiProblemReason>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  422: "invalid",
  429: "throttled",
};

/** The problem that an answer other than 2xx tells; its body may be a `Status`, or any text of a proxy on the way. */
export function problemOf(call: ApiCall, answer: Answer): ApiProblem {
  const status = readStatus(answer.text);
  const reason = status?.reason === "AlreadyExists" ? "already-exists" : BY_STATUS[answer.status];
  const message = status?.message ?? `HTTP ${answer.status} without a reason from the API server`;
  const wait = Number(answer.retryAfter);
  return new ApiProblem(reason ?? (answer.status >= 500 ? "unavailable" : "other"), message, {
    call,
    status: answer.status,
    causes: status?.details?.causes ?? [],
    ...(answer.retryAfter !== undefined && Number.isFinite(wait) ? { retryAfterSeconds: wait } : {}),
  });
}

function readStatus(text: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isStatus = typeof value === "object" && value !== null && "kind" in value && value.kind === "Status";
    return isStatus ? (value as Status) : undefined;
  } catch {
    return undefined;
  }
}
