/** A place that activities are projected to, defaults applied; the shape of `schemas/target.schema.json`. */
export interface Target {
  readonly name: string;
  readonly cluster: { readonly uid: string | null; readonly context: string | null };
  readonly namespace: string;
  readonly image: string;
  readonly image_revision: string;
  readonly database: {
    readonly name: string;
    readonly secret: string;
    readonly key: string;
    readonly egress: { readonly cidr: string; readonly port: number };
  };
  readonly temporal: { readonly address: string; readonly namespace: string; readonly task_queue: string };
  /** The bridge behind each environment variable that a definition may name. */
  readonly environment: Readonly<Record<string, { readonly bridge: string }>>;
  readonly bridges: Readonly<Record<string, Bridge>>;
  readonly worker: { readonly managed: boolean; readonly replicas: number; readonly selector: Labels };
  readonly sync_job: { readonly deadline_seconds: number; readonly ttl_seconds: number };
  readonly progress_events: { readonly base_url_env: string; readonly path: string } | null;
  readonly access: { readonly subjects: readonly Subject[] };
  readonly policy: TargetPolicy;
}

export type Labels = Readonly<Record<string, string>>;

/** A bridge that is generated here, or one that exists already. */
export type Bridge = ManagedBridge | ExistingBridge;

export interface ManagedBridge {
  readonly managed: true;
  readonly image: string;
  readonly port: number;
  readonly upstream: { readonly host: string; readonly port: number };
  readonly proxy_timeout_seconds: number;
  readonly selector: Labels;
}

export interface ExistingBridge {
  readonly managed: false;
  readonly url: string;
  readonly proxy_timeout_seconds: number;
  readonly config_map: { readonly name: string; readonly key: string } | null;
}

export interface Subject {
  readonly kind: "User" | "Group" | "ServiceAccount";
  readonly name: string;
  readonly namespace?: string;
}

export interface TargetPolicy {
  readonly compare: {
    readonly coverage: number;
    readonly completion_margin: number;
    readonly unexplained_failures: number;
    readonly duplicates: number;
    readonly duration_p95_of_budget: number;
    readonly full_days: number;
    readonly matched_pairs: number;
  };
  readonly shortest_interval_seconds: number;
  readonly retired_names: readonly RetiredName[];
  /** Other severities for some codes. */
  readonly severities: Readonly<Record<string, "error" | "warning">>;
}

export interface RetiredName {
  readonly name: string;
  readonly use: string;
  readonly except: readonly string[];
}
