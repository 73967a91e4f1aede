import type { LogLevel, Logger as TemporalLogger } from "@temporalio/common";
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

/**
 * Temporal's own messages as lines of this log, from warnings on. A failure that this program has made is left out: it has
 * a line of its own.
 */
export function temporalLogger(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: Record<string, unknown> = {}) => {
    const { error, taskToken: _, ...others } = meta;
    if ((level !== "WARN" && level !== "ERROR") || isOurFailure(error)) return;
    const told = error === undefined ? {} : { problem: messageOf(error), stack: (error as Partial<Error>).stack };
    log[level === "WARN" ? "warn" : "error"]({ component: "temporal", ...others, ...told }, message);
  };
  return {
    log: write,
    trace() {},
    debug() {},
    info() {},
    warn: (message, meta) => write("WARN", message, meta),
    error: (message, meta) => write("ERROR", message, meta),
  };
}

/** By its name: a workflow's failure is of another realm. */
function isOurFailure(error: unknown): boolean {
  return error instanceof Object && (error as Partial<Error>).name === "ApplicationFailure";
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
