import { fileURLToPath } from "node:url";
import { makeTelemetryFilterString, Runtime } from "@temporalio/worker";
import { runWorker } from "../worker/run-worker.ts";
import { messageOf, temporalLogger, workerLog } from "../worker/worker-log.ts";
import { ConfigurationError, workerSettings } from "./environment.ts";

const FAILED = 1;
const WRONG_CONFIGURATION = 42;

const log = workerLog();
const end = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (end.signal.aborted) process.exit(FAILED);
    log.info({ signal }, "takes no more work and waits for the calls in flight; a second signal ends at once");
    end.abort();
  });
}

try {
  const { healthHost, healthPort, ...settings } = workerSettings(process.env);
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: "WARN", other: "ERROR" }), forward: {} } },
    shutdownSignals: [],
  });
  await runWorker(
    {
      ...settings,
      health: { host: healthHost, port: healthPort },
      environment: process.env,
      workflowCode: fileURLToPath(new URL("workflows.js", import.meta.url)),
    },
    log,
    end.signal,
  );
  log.info("ended");
} catch (error) {
  const isConfiguration = error instanceof ConfigurationError;
  log.fatal({ problem: messageOf(error) }, "the worker has ended");
  process.exitCode = isConfiguration ? WRONG_CONFIGURATION : FAILED;
}
