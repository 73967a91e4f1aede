import { expect, test } from "vitest";
import { planText } from "../../src/cli/plan-text.ts";
import { syncJson } from "../../src/cli/sync-json.ts";
import { callouts } from "../../src/operate/guards.ts";
import type { SyncPlan } from "../../src/operate/plan.ts";
import { namespaceOf, projectedTarget } from "./live-sample.ts";

const SECRET = "correct horse battery staple";

test("a secret that somebody put into a live object is printed by no plan", () => {
  const projected = projectedTarget();
  const name = projected.job.metadata.name;
  const field = "data.API_TOKEN";
  const plan: SyncPlan = {
    live: namespaceOf(projected.objects, [], []),
    activities: [],
    liveActivityCount: 1,
    job: { kind: "none", name },
    changes: [
      { kind: "ConfigMap", name: "a", action: "configure", fields: [{ field, before: SECRET, after: undefined }] },
    ],
  };
  const text = planText(plan, callouts(plan), "railiance01");
  expect(text).toContain("API_TOKEN ••••••••");
  const outcome = {
    kind: "pending",
    clusterUid: "7d0c1f52-33c0-4d0e-a2c5-5f0e9d1be41a",
    plan,
    receipt: undefined,
  } as const;
  const json = syncJson({ projected, server: null, code: 3, outcome });
  expect(json).toContain("••••••••");
  expect(text + json).not.toContain(SECRET);
});
