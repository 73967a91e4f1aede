import type { FieldKind } from "./field-kind.ts";
import type { Token } from "./token.ts";

/** An item of a field's list, taken apart. It may still run backwards, hold a 7 for Sunday, or have an unfit step. */
export interface CronItem {
  readonly token: Token;
  readonly kind: FieldKind;
  /** What stands before the slash: no token for `*`, one for `v`, two for `a-b`. */
  readonly bounds: readonly Token[];
  readonly start: number;
  readonly end: number;
  /** What stands after the slash, where there is one. */
  readonly step: { readonly token: Token; readonly size: number } | undefined;
}
