import { attemptsExceedGap } from "./attempts-exceed-gap.ts";
import { backoffOrder } from "./backoff-order.ts";
import { bodyMethod } from "./body-method.ts";
import { bridgeMismatch } from "./bridge-mismatch.ts";
import { budgetExceedsGap } from "./budget-exceeds-gap.ts";
import { clientDeadline } from "./client-deadline.ts";
import { definitionTooLarge } from "./definition-too-large.ts";
import { duplicateEndpoint } from "./duplicate-endpoint.ts";
import { duplicateId } from "./duplicate-id.ts";
import { duplicateName } from "./duplicate-name.ts";
import { duplicateUuid } from "./duplicate-uuid.ts";
import { enabledPhase } from "./enabled-phase.ts";
import { fireAllBuffer } from "./fire-all-buffer.ts";
import { graceTooLarge } from "./grace-too-large.ts";
import { idPath } from "./id-path.ts";
import { intervalTooShort } from "./interval-too-short.ts";
import { jitterTooLarge } from "./jitter-too-large.ts";
import { literalSecret } from "./literal-secret.ts";
import { literalUrl } from "./literal-url.ts";
import { loopbackAddress } from "./loopback-address.ts";
import { loopbackTarget } from "./loopback-target.ts";
import { neverFires } from "./never-fires.ts";
import { parallelWindow } from "./parallel-window.ts";
import { reservedHeader } from "./reserved-header.ts";
import { reservedParameter } from "./reserved-parameter.ts";
import { retiredName } from "./retired-name.ts";
import type { Rule } from "./rule.ts";
import { runbookHeadings } from "./runbook-headings.ts";
import { scheduleWindow } from "./schedule-window.ts";
import { targetName } from "./target-name.ts";
import { timeoutChain } from "./timeout-chain.ts";
import { unevenGaps } from "./uneven-gaps.ts";
import { unknownBridge } from "./unknown-bridge.ts";
import { unknownEnvironment } from "./unknown-environment.ts";
import { unsafeRetry } from "./unsafe-retry.ts";
import { updatedBeforeCreated } from "./updated-before-created.ts";

/**
 * Every rule, in the order of the documentation: identity, schedule, time-outs, policies, invocation, rollout, runbook,
 * size, target.
 */
export const rules = [
  ...[idPath, duplicateId, duplicateUuid, duplicateName, updatedBeforeCreated],
  ...[neverFires, scheduleWindow, unevenGaps, intervalTooShort],
  ...[clientDeadline, timeoutChain, budgetExceedsGap, attemptsExceedGap, jitterTooLarge, graceTooLarge, backoffOrder],
  ...[unsafeRetry, fireAllBuffer],
  ...[unknownEnvironment, bridgeMismatch, loopbackAddress, literalUrl, literalSecret],
  ...[bodyMethod, reservedParameter, reservedHeader, duplicateEndpoint],
  ...[enabledPhase, parallelWindow],
  ...[runbookHeadings, retiredName],
  definitionTooLarge,
  ...[targetName, unknownBridge, loopbackTarget],
] as const satisfies readonly Rule[];

/** What a diagnostic of this stage is called. */
export type RuleCode = (typeof rules)[number]["code"];
