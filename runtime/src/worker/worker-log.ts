import type { Logger as TemporalLogger } from "@temporalio/common";
import { TemporalFailure } from "@temporalio/common";
import { type DestinationStream, type Logger, pino } from "pino";

/** Members that are never written, wherever they stand at the top or one below it. */
const REDACTED = ["databaseUrl", "password", "authorization", "headers", "secret", "token", "connectionString"];

const CREDENTIALS_OF_URL = /\/\/[^/\s@]*@/g;

/** JSON lines with `level` in words and `time` in RFC 3339; on stdout unless another destination is given. */
export function workerLog(destination?: DestinationStream): Logger {
  const options = {
    base: null,
    formatters: { level: (level: string) => ({ level }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: REDACTED.flatMap((name) => [name, `*.${name}`]),
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Temporal's own messages as lines of this log, from warnings on. */
export function temporalLogger(log: Logger): TemporalLogger {
  const write = (level: "warn" | "error", message: string, meta: Record<string, unknown> = {}) =>
    log[level]({ ...told(meta), component: "temporal" }, message);
  return {
    log: (level, message, meta) => {
      if (level === "WARN") write("warn", message, meta);
      if (level === "ERROR") write("error", message, meta);
    },
    trace() {},
    debug() {},
    info() {},
    warn: (message, meta) => write("warn", message, meta),
    error: (message, meta) => write("error", message, meta),
  };
}

/** What went wrong, in one line and without credentials, with what caused it. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return withoutCredentials(String(error));
  // A failed connection to several addresses has its reasons in a list, and no message.
  const own =
    error instanceof AggregateError && !error.message ? error.errors.map(messageOf).join("; ") : error.message;
  const text = withoutCredentials(own || error.name);
  if (error.cause === undefined) return text;
  const cause = messageOf(error.cause);
  return text.includes(cause) ? text : `${text}: ${cause}`;
}

function withoutCredentials(text: string): string {
  return text.replaceAll(CREDENTIALS_OF_URL, "//***@");
}

/** A failure that the program foresees is told by its message; anything else is a bug, and its stack is wanted. */
function told({ error, ...meta }: Record<string, unknown>): Record<string, unknown> {
  if (error === undefined) return meta;
  if (error instanceof TemporalFailure || !(error instanceof Error)) return { ...meta, error: messageOf(error) };
  return { ...meta, error: messageOf(error), stack: error.stack };
}
