import { failed, refused, Stop } from "../activity/stop.ts";

/** Codes of Node's network errors that a server which starts, or is not found yet, gives. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** SQLSTATEs (Postgres, appendix A) of a server that starts, stops, or has no connection left. */
const NOT_READY: ReadonlySet<string> = new Set(["53300", "57P01", "57P02", "57P03"]);

/** Of a URL that is wrong: a password, a role or a database that is not there, a right to connect that is missing. */
const WRONG_URL: ReadonlySet<string> = new Set(["28000", "28P01", "3D000"]);

const INSUFFICIENT_PRIVILEGE = "42501";
const READ_ONLY = "25006";
const LOCK_NOT_AVAILABLE = "55P03";
/** Class 53: no disk, memory or connection left. */
const EXHAUSTED = /^53/;

/** Whether a server may soon answer that has not let us connect. */
export function isPassing(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === undefined ? isConnectionLost(error) : UNREACHABLE.has(code) || NOT_READY.has(code);
}

/** What pg says, without a code, of a connection that ended or of a time-out. */
function isConnectionLost(error: unknown): boolean {
  return /^(?:Connection terminated|timeout expired|Query read timeout)/.test((error as Error).message);
}

/** Whether a statement waited for a lock longer than `lock_timeout`. */
export function isLockTimeout({ cause }: Error): boolean {
  return (cause as { readonly code?: string } | undefined)?.code === LOCK_NOT_AVAILABLE;
}

/** A message with what to do, of an error of pg or of the network, which is the cause. */
export function databaseProblem(error: unknown, during: "connect" | "statement"): Stop {
  const { kind, message } = problemOf(error, during);
  return new Stop(kind, message, error);
}

function problemOf(error: unknown, during: "connect" | "statement"): Stop {
  const { code = "", message } = error as { readonly code?: string; readonly message: string };
  if (WRONG_URL.has(code))
    return refused(`the database refuses the connection: ${message}; correct DATABASE_URL (the Secret of the target)`);
  if (code === INSUFFICIENT_PRIVILEGE)
    return refused(
      `the database's role lacks a right: ${message}; nothing was written; ` +
        "let an administrator run the SQL of the runtime's README, which makes the role and its schema",
    );
  if (code === READ_ONLY)
    return failed(
      `the database is read-only: ${message}; nothing was written; ` +
        "see whether DATABASE_URL leads to a standby, or default_transaction_read_only is set, and run it again",
    );
  if (EXHAUSTED.test(code) && code !== "53300")
    return failed(`the database has no room: ${message}; nothing was written; make room, and run it again`);
  if (during === "connect" || isPassing(error))
    return failed(`the database does not answer: ${message || code}; see that it runs, and run it again`);
  return failed(`the database refuses a statement: ${message} (SQLSTATE ${code}); run it again`);
}
