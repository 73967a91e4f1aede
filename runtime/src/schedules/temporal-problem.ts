import { failed, refused, type Stop } from "../activity/stop.ts";

/** Codes of gRPC that this program tells apart (grpc/grpc, doc/statuscodes.md). */
export const GRPC = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  failedPrecondition: 9,
  unauthenticated: 16,
} as const;

/** The gRPC code of an error, or of what has caused it. */
export function grpcCode(error: unknown): number | undefined {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === "number") return code;
  return cause === undefined ? undefined : grpcCode(cause);
}

/** A message with what to do, of an error of Temporal's client. `doing` completes "while …". */
export function temporalProblem(error: unknown, address: string, doing: string, state: string): Stop {
  const code = grpcCode(error);
  const detail = detailOf(error);
  const place = `Temporal at ${address}`;
  if (code === GRPC.permissionDenied || code === GRPC.unauthenticated)
    return refused(
      `${place} refuses us while ${doing}: ${detail}; ${state}; let an administrator of Temporal allow it`,
    );
  if (code === GRPC.notFound)
    return refused(
      `${place} does not know the namespace: ${detail}; ${state}; correct the target's temporal.namespace`,
    );
  if (code === GRPC.invalidArgument)
    return refused(
      `${place} refuses what it is sent while ${doing}: ${detail}; ${state}; this is a bug, please report it`,
    );
  return failed(`${place} does not answer while ${doing}: ${detail}; ${state}; see that it runs, and run it again`);
}

function detailOf(error: unknown): string {
  const { details, cause, message } = error as { details?: string; cause?: unknown; message?: string };
  if (details) return details;
  return cause === undefined ? (message ?? String(error)) : detailOf(cause);
}
