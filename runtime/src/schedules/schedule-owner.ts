import { defaultPayloadConverter } from "@temporalio/common";
import type { temporal } from "@temporalio/proto";
import { sha256 } from "../definitions/sha256.ts";
import type { Place } from "../store/identity.ts";

type Schedule = temporal.api.schedule.v1.ISchedule;
type Memo = temporal.api.common.v1.IMemo;

/** Whose schedules are: those of one database of one cluster. Others may use the same namespace of Temporal. */
export interface ScheduleOwner extends Place {
  /** 12 hexadecimal digits; the comment of a calendar says them, so that the list shows whose a schedule is. */
  readonly key: string;
}

const KEY_LENGTH = 12;

/** In the memo of a schedule's action, and so of each of its runs: the owner in words. */
const MEMO = "actdef_target";

export function scheduleOwner({ database, clusterUid }: Place): ScheduleOwner {
  const key = sha256(JSON.stringify([clusterUid, database])).slice(0, KEY_LENGTH);
  return { key, database, clusterUid };
}

export function ownerMemo({ database, clusterUid }: Place): Memo {
  return { fields: { [MEMO]: defaultPayloadConverter.toPayload({ database, cluster_uid: clusterUid }) } };
}

/** As its memo says it; undefined where that says nothing. */
export function ownerInMemo({ action }: Schedule): ScheduleOwner | undefined {
  const payload = action?.startWorkflow?.memo?.fields?.[MEMO];
  if (!payload) return undefined;
  try {
    const { database, cluster_uid } = defaultPayloadConverter.fromPayload<Record<string, unknown>>(payload);
    return scheduleOwner({ database: String(database), clusterUid: String(cluster_uid) });
  } catch {
    // Somebody has put something else there by hand.
    return undefined;
  }
}
