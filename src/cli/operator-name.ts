import { hostname, userInfo } from "node:os";

/** Who runs this, as locks, receipts and evidence name them: `user@host`. */
export function operatorName(): string {
  return `${userInfo().username}@${hostname()}`;
}
