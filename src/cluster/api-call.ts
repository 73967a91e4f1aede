import type { Resource } from "./resources.ts";

/** One call of the API server. */
export interface ApiCall {
  /** The verb of RBAC, which also decides the HTTP method. */
  readonly verb: "get" | "list" | "create" | "update" | "patch" | "delete";
  readonly resource: Resource;
  /** Such as `log`. */
  readonly subresource?: string;
  readonly namespace: string;
  readonly name?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Whether doing it twice is the same as doing it once, so that it may be repeated where no answer came. */
  readonly isIdempotent: boolean;
}

/** A connection to one cluster, fixed for the whole run of the program. */
export interface Cluster {
  /** The URL of the API server. */
  readonly server: string;
  readonly context: string;
  /** The name of the user entry of the kubeconfig; what the API server calls the user may differ. */
  readonly user: string;
  /** Makes a call and returns the body of its answer, JSON read. Throws ApiProblem. */
  call(call: ApiCall): Promise<unknown>;
  /** The same for an answer that is text, such as a log. */
  callForText(call: ApiCall): Promise<string>;
  /** The API server's time in milliseconds since 1970, by its last answer: clocks of laptops are off. */
  serverTime(): number;
}
