import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { IProbe } from "kubernetes-models/v1";
import type { Container } from "./pod.ts";

interface Findings {
  started(): void;
  ready(isReady: boolean): void;
  unhealthy(probe: "Startup" | "Readiness", message: string): void;
  /** The startup probe has failed as often as it may. */
  neverStarted(): void;
}

/**
 * Asks a container's startup probe, at its pod's address, then again and again its readiness probe. Only `httpGet` is known; a probe of another
 * kind counts as passed, and liveness is not asked: nothing here hangs unless a test wants it to.
 */
export async function probe(
  container: Container,
  address: string,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  const { startupProbe, readinessProbe } = container;
  if (startupProbe?.httpGet) {
    const { failureThreshold = 3 } = startupProbe;
    for (let failures = 0; ; failures++) {
      const failure = await ask(container, address, startupProbe);
      if (failure === undefined) break;
      findings.unhealthy("Startup", failure);
      if (failures + 1 >= failureThreshold) return findings.neverStarted();
      await period(startupProbe, signal);
    }
  }
  findings.started();
  findings.ready(!readinessProbe?.httpGet);
  let failures = 0;
  while (readinessProbe?.httpGet) {
    const failure = await ask(container, address, readinessProbe);
    if (signal.aborted) return;
    if (failure !== undefined) findings.unhealthy("Readiness", failure);
    failures = failure === undefined ? 0 : failures + 1;
    if (failures === 0) findings.ready(true);
    else if (failures >= (readinessProbe.failureThreshold ?? 3)) findings.ready(false);
    await period(readinessProbe, signal);
  }
}

function period({ periodSeconds = 10 }: IProbe, signal: AbortSignal): Promise<void> {
  return pause(periodSeconds * 1000, undefined, { signal });
}

/** Undefined where it passes, else what is wrong. */
function ask(
  container: Container,
  address: string,
  { httpGet, timeoutSeconds = 1 }: IProbe,
): Promise<string | undefined> {
  const named = container.ports?.find(({ name }) => name === httpGet?.port)?.containerPort;
  const url = `http://${address}:${named ?? httpGet?.port}${httpGet?.path ?? "/"}`;
  return new Promise((done) => {
    const request = get(url, { timeout: timeoutSeconds * 1000, agent: false }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      done(status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`);
    });
    request.on("timeout", () => request.destroy(new Error("context deadline exceeded")));
    request.on("error", ({ message }) => done(`Get "${url}": ${message}`));
  });
}
