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
import { duplicateUnit } from "./duplicate-unit.ts";
import { duplicateUuid } from "./duplicate-uuid.ts";
import { dutyCycle } from "./duty-cycle.ts";
import { enabledPhase } from "./enabled-phase.ts";
import { fireAllBuffer } from "./fire-all-buffer.ts";
import { fireAllIdempotent } from "./fire-all-idempotent.ts";
import { graceTooLarge } from "./grace-too-large.ts";
import { idPath } from "./id-path.ts";
import { intervalTooShort } from "./interval-too-short.ts";
import { jitterTooLarge } from "./jitter-too-large.ts";
import { literalSecret } from "./literal-secret.ts";
import { literalUrl } from "./literal-url.ts";
import { loopbackAddress } from "./loopback-address.ts";
import { loopbackTarget } from "./loopback-target.ts";
import { meetingEndpoints } from "./meeting-endpoints.ts";
import { neverFires } from "./never-fires.ts";
import { noEvidence } from "./no-evidence.ts";
import { parallelBounds } from "./parallel-bounds.ts";
import { parallelSameMinute } from "./parallel-same-minute.ts";
import { parallelWindow } from "./parallel-window.ts";
import { pauseAfterOne } from "./pause-after-one.ts";
import { phaseSkip } from "./phase-skip.ts";
import { replacedUnit } from "./replaced-unit.ts";
import { reservedHeader } from "./reserved-header.ts";
import { reservedParameter } from "./reserved-parameter.ts";
import { retiredName } from "./retired-name.ts";
import type { Rule } from "./rule.ts";
import { runbookEndpoint } from "./runbook-endpoint.ts";
import { runbookHeadings } from "./runbook-headings.ts";
import { runbookLaptop } from "./runbook-laptop.ts";
import { runbookLinks } from "./runbook-links.ts";
import { scheduleWindow } from "./schedule-window.ts";
import { silentFailure } from "./silent-failure.ts";
import { targetName } from "./target-name.ts";
import { thunderingHerd } from "./thundering-herd.ts";
import { tightGrace } from "./tight-grace.ts";
import { timeoutChain } from "./timeout-chain.ts";
import { unevenGaps } from "./uneven-gaps.ts";
import { unknownBridge } from "./unknown-bridge.ts";
import { unknownEnvironment } from "./unknown-environment.ts";
import { unsafeRetry } from "./unsafe-retry.ts";
import { updatedBeforeCreated } from "./updated-before-created.ts";
import { wideGrace } from "./wide-grace.ts";
import { yamlTrap } from "./yaml-trap.ts";

/**
 * Every rule, in the order of the documentation: identity, schedule, time-outs, policies, invocation, rollout, runbook,
 * size, target.
 */
export const rules = [
  ...[idPath, duplicateId, duplicateUuid, duplicateName, updatedBeforeCreated, yamlTrap],
  ...[neverFires, scheduleWindow, unevenGaps, intervalTooShort, thunderingHerd],
  ...[clientDeadline, timeoutChain, budgetExceedsGap, attemptsExceedGap, jitterTooLarge, graceTooLarge, backoffOrder],
  ...[dutyCycle, tightGrace, wideGrace],
  ...[unsafeRetry, fireAllBuffer, fireAllIdempotent, pauseAfterOne, silentFailure],
  ...[unknownEnvironment, bridgeMismatch, loopbackAddress, literalUrl, literalSecret],
  ...[bodyMethod, reservedParameter, reservedHeader, duplicateEndpoint, meetingEndpoints],
  ...[enabledPhase, parallelWindow, parallelBounds, parallelSameMinute, phaseSkip, noEvidence],
  ...[duplicateUnit, replacedUnit],
  ...[runbookHeadings, runbookLaptop, runbookEndpoint, runbookLinks, retiredName],
  definitionTooLarge,
  ...[targetName, unknownBridge, loopbackTarget],
] as const satisfies readonly Rule[];

/** What a diagnostic of this stage is called. */
export type RuleCode = (typeof rules)[number]["code"];
