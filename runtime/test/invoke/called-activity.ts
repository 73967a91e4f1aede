import type { CalledActivity, CallSetting } from "../../src/invoke/build-request.ts";

type Changes = Omit<Partial<CalledActivity>, "invoke" | "outcome"> & {
  readonly invoke?: Partial<CalledActivity["invoke"]>;
  readonly outcome?: Partial<CalledActivity["outcome"]>;
};

/** The sweep of the State Hub, with what a test says otherwise. */
export function sweep({ invoke, outcome, ...rest }: Changes = {}): CalledActivity {
  return {
    id: "the-custodian.state-hub-consistency-sweep",
    max_seconds: 300,
    invoke: {
      kind: "http",
      method: "POST",
      base_url_env: "STATE_HUB_URL",
      path: "/consistency/sweep/remote-all",
      idempotent: true,
      query: {},
      headers: {},
      body: {},
      timeout_seconds: 330,
      ...invoke,
    },
    outcome: { success_status: [{ from: 200, to: 299 }], fail_when: null, warn_when: null, ...outcome },
    ...rest,
  };
}

/** What a call of `baseUrl` needs; secrets by `<name>/<key>`. */
export function setting(baseUrl: string | undefined, secrets: Readonly<Record<string, string>> = {}): CallSetting {
  return {
    baseUrl,
    source: "activity-core",
    idempotencyKey: "the-custodian.state-hub-consistency-sweep@2026-06-21T20:00:00Z",
    readSecret: async (name, key) => secrets[`${name}/${key}`],
  };
}
