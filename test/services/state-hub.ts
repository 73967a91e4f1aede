import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { json, type SeenRequest, startHttpService } from "./http-service.ts";

/** What the hub has to do, and what of it goes wrong. */
export interface HubSettings {
  /** They are swept one after the other. */
  readonly repositories: number;
  readonly secondsPerRepository: number;
  /** So many of them, the first ones, fail whenever they are swept. */
  readonly failingRepositories: number;
}

/** What goes wrong with one call. `late`, `half_answer` and `lost_answer` come after the work, the others instead of it. */
export type HubFault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: "garbage" }
  | { readonly kind: "reset" }
  | { readonly kind: "never" }
  | { readonly kind: "late"; readonly seconds: number }
  | { readonly kind: "half_answer" }
  | { readonly kind: "lost_answer" };

export interface SweepCounts {
  readonly swept: number;
  readonly skipped_lock: number;
  readonly skipped_budget: number;
  readonly failed: number;
}

/** What the hub leaves of each sweep that it has done. */
export interface ProgressEvent {
  /** From 1, in the order in which they were written. */
  readonly id: number;
  readonly type: typeof SWEEP_EVENT;
  readonly detail: { readonly source: string };
  readonly run_id: string;
  /** Of the idempotency key; null where none was sent. */
  readonly activity_id: string | null;
  readonly source: string;
  /** Of a key that names a fire; null where it names a local run. */
  readonly scheduled_time: string | null;
  readonly started_at: string;
  readonly finished_at: string;
  readonly outcome: "ok" | "warn" | "failed";
  readonly counts: SweepCounts;
}

/** Stands for the State Hub: a real HTTP server, with the parts of it that an activity meets. */
export interface StateHub {
  readonly url: string;
  readonly port: number;
  /** Everything that has come, in its order. */
  readonly requests: readonly SeenRequest[];
  readonly events: readonly ProgressEvent[];
  /** How often each repository was swept, by its number from 0. */
  readonly sweptTimes: readonly number[];
  set(settings: Partial<HubSettings>): void;
  /** Each of the next sweeps meets one of these, in their order. */
  setFaults(...faults: readonly HubFault[]): void;
  /** Holds a repository's lock as another runner does, until the function that it gives is called. */
  lock(repository: number): () => void;
  stop(): Promise<void>;
}

const SWEEP_EVENT = "consistency_sweep_remote_all";
const SWEEP_PATH = "/consistency/sweep/remote-all";
const EVENTS_PATH = "/progress-events";

const MS_PER_SECOND = 1000;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** How a sweep was asked for. */
interface SweepRequest {
  readonly max_seconds: number;
  readonly source: string;
  readonly key: string | undefined;
}

export interface SweepAnswer {
  /** 1 where a repository failed; one that was skipped is no failure. */
  readonly exit_code: 0 | 1;
  readonly partial: boolean;
  readonly counts: SweepCounts;
}

export async function startStateHub(settings: Partial<HubSettings> = {}): Promise<StateHub> {
  const hub = new Hub(settings);
  const service = await startHttpService((request, response) => hub.answer(request, response));
  return {
    url: service.url,
    port: service.port,
    requests: service.requests,
    events: hub.events,
    sweptTimes: hub.sweptTimes,
    set: (changed) => hub.set(changed),
    setFaults: (...faults) => hub.setFaults(faults),
    lock: (repository) => hub.lock(repository),
    async stop() {
      hub.stop();
      await service.stop();
    },
  };
}

class Hub {
  readonly events: ProgressEvent[] = [];
  readonly sweptTimes: number[] = [];
  #settings: HubSettings = { repositories: 3, secondsPerRepository: 0, failingRepositories: 0 };
  #faults: HubFault[] = [];
  readonly #locked = new Set<number>();
  /** By idempotency key; also of sweeps that are under way. */
  readonly #answers = new Map<string, Promise<SweepAnswer>>();
  readonly #stopping = new AbortController();

  constructor(settings: Partial<HubSettings>) {
    this.set(settings);
  }

  set(changed: Partial<HubSettings>): void {
    this.#settings = { ...this.#settings, ...changed };
  }

  setFaults(faults: readonly HubFault[]): void {
    this.#faults = [...faults];
  }

  lock(repository: number): () => void {
    this.#locked.add(repository);
    return () => void this.#locked.delete(repository);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async answer(request: SeenRequest, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.path, "http://hub");
    const route = `${request.method} ${pathname}`;
    if (route === `GET ${EVENTS_PATH}`) return json(200, this.#eventPage(searchParams))(request, response);
    if (route !== `POST ${SWEEP_PATH}`) return json(404, { error: "not found" })(request, response);
    const asked = readSweepRequest(request);
    if (!asked) return json(422, { error: "max_seconds and detail.source are needed" })(request, response);
    const fault = this.#faults.shift();
    if (fault && (await failInstead(fault, request, response))) return;
    try {
      const body = await this.#sweepOnce(asked);
      if (fault?.kind === "late") await this.#pause(fault.seconds);
      sendAnswer(body, fault, response);
    } catch {
      // The hub is being stopped.
      response.destroy();
    }
  }

  /** The same key gives the same answer, and sweeps nothing again. */
  #sweepOnce(asked: SweepRequest): Promise<SweepAnswer> {
    const { key } = asked;
    const known = key === undefined ? undefined : this.#answers.get(key);
    const answer = known ?? this.#sweep(asked);
    if (key !== undefined) this.#answers.set(key, answer);
    return answer;
  }

  async #sweep({ max_seconds, source, key }: SweepRequest): Promise<SweepAnswer> {
    const { repositories, secondsPerRepository, failingRepositories } = this.#settings;
    const started = Date.now();
    const counts = { swept: 0, skipped_lock: 0, skipped_budget: 0, failed: 0 };
    for (let repository = 0; repository < repositories; repository++) {
      const used = (Date.now() - started) / MS_PER_SECOND;
      if (used + secondsPerRepository > max_seconds) counts.skipped_budget++;
      else if (this.#locked.has(repository)) counts.skipped_lock++;
      else {
        const unlock = this.lock(repository);
        await this.#pause(secondsPerRepository).finally(unlock);
        this.sweptTimes[repository] = (this.sweptTimes[repository] ?? 0) + 1;
        if (repository < failingRepositories) counts.failed++;
        else counts.swept++;
      }
    }
    const partial = counts.skipped_budget + counts.skipped_lock > 0;
    const outcome = counts.failed > 0 ? "failed" : partial ? "warn" : "ok";
    this.#write({ source, key, started, outcome, counts });
    return { exit_code: counts.failed > 0 ? 1 : 0, partial, counts };
  }

  #write(sweep: Pick<ProgressEvent, "source" | "outcome" | "counts"> & { key: string | undefined; started: number }) {
    const { source, key, started, outcome, counts } = sweep;
    const [, activity_id = null, fire = null] = /^([^@]+)@([^#]+)$/.exec(key ?? "") ?? [null, key?.split("@")[0]];
    this.events.push({
      id: this.events.length + 1,
      type: SWEEP_EVENT,
      detail: { source },
      run_id: randomUUID(),
      activity_id,
      source,
      scheduled_time: fire,
      started_at: new Date(started).toISOString(),
      finished_at: new Date().toISOString(),
      outcome,
      counts,
    });
  }

  /** Events of a type that ended at `since` or later, after the event `after`, in order; `next` leads to the following page. */
  #eventPage(query: URLSearchParams): { readonly events: readonly ProgressEvent[]; readonly next: number | null } {
    const type = query.get("type");
    const since = Date.parse(query.get("since") ?? "1970-01-01T00:00:00Z");
    const after = Number(query.get("after") ?? 0);
    const limit = Math.min(Number(query.get("limit") ?? DEFAULT_LIMIT), MAX_LIMIT);
    const found = this.events.filter(
      (event) => event.id > after && (type === null || event.type === type) && Date.parse(event.finished_at) >= since,
    );
    const events = found.slice(0, limit);
    return { events, next: found.length > limit ? (events.at(-1)?.id ?? null) : null };
  }

  async #pause(seconds: number): Promise<void> {
    if (seconds > 0) await wait(seconds * MS_PER_SECOND, undefined, { signal: this.#stopping.signal });
  }
}

function readSweepRequest({ body, headers }: SeenRequest): SweepRequest | undefined {
  try {
    const { max_seconds, detail } = JSON.parse(body);
    if (typeof max_seconds !== "number" || typeof detail?.source !== "string") return undefined;
    const key = headers["idempotency-key"];
    return { max_seconds, source: detail.source, key: typeof key === "string" ? key : undefined };
  } catch {
    return undefined;
  }
}

/** Whether a fault has taken the place of the work. */
async function failInstead(fault: HubFault, request: SeenRequest, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case "status":
      await json(
        fault.status,
        { error: "as it was told" },
        fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter },
      )(request, response);
      return true;
    case "garbage":
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>It works!</h1>");
      return true;
    case "reset":
      response.socket?.resetAndDestroy();
      return true;
    case "never":
      return true;
    default:
      return false;
  }
}

function sendAnswer(body: SweepAnswer, fault: HubFault | undefined, response: ServerResponse): void {
  const text = JSON.stringify(body);
  if (fault?.kind === "lost_answer") {
    response.destroy();
    return;
  }
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  if (fault?.kind === "half_answer") response.write(text.slice(0, text.length / 2), () => response.destroy());
  else response.end(text);
}
