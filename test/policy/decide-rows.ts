import { fullJitter } from "../../src/core/jitter.ts";
import { schedule } from "../../src/core/schedule.ts";
import { exponential, fixed } from "../../src/core/sources.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { Hint } from "../../src/policy/failure.ts";
import { busy, type Row } from "./decide-answer.ts";

const no = (): boolean => false;
const yes = (): boolean => true;
const final = { kind: "error", error: permanent("no such user") } as const;
const rejected = { kind: "rejected-result", value: "running" } as const;

/** A server that asks for a delay; unless told otherwise without spread, and any delay is welcome. */
const asking =
  (delay: number, more: Partial<Hint> = {}): (() => Hint) =>
  () => ({ delay, spread: 0, atMost: Infinity, ...more });

const jittered = schedule(fixed(1_000), fullJitter);

/** The order of a decision, line by line. Unless a row says otherwise: the first of three attempts, `fixed 1s`, draws of ½. */
export const ROWS: Readonly<Record<string, Row>> = {
  "an error is tried again after the schedule's delay": {
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },

  "a permanent error is not": { failure: final, gives: { stop: "not-retryable" }, asks: [] },
  "a permanent error comes before attempts": {
    failure: final,
    progress: { attempt: 3 },
    gives: { stop: "not-retryable" },
    asks: [],
  },
  "a permanent error comes before the deadline": {
    policy: { totalTimeout: 10 },
    failure: final,
    progress: { elapsed: 10 },
    gives: { stop: "not-retryable" },
    asks: [],
  },
  "a permanent error comes before the predicate": {
    policy: { retryIf: yes, delayHint: asking(5) },
    failure: final,
    gives: { stop: "not-retryable" },
    asks: [],
  },
  "a permanent undefined is permanent": {
    failure: { kind: "error", error: permanent(undefined) },
    gives: { stop: "not-retryable" },
    asks: [],
  },
  "a mark in a rejected result means nothing": {
    failure: { kind: "rejected-result", value: permanent("no") },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },

  "the last attempt but one is followed by another": {
    progress: { attempt: 2 },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },
  "the last attempt is the last": { progress: { attempt: 3 }, gives: { stop: "attempts" }, asks: [] },
  "an attempt beyond the last is the last": { progress: { attempt: 9 }, gives: { stop: "attempts" }, asks: [] },
  "of one attempt the first is the last": { policy: { attempts: 1 }, gives: { stop: "attempts" }, asks: [] },
  "of endless attempts none is the last": {
    policy: { attempts: Infinity },
    progress: { attempt: Number.MAX_SAFE_INTEGER },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },
  "the predicate is not asked at the last attempt": {
    policy: { retryIf: no, delayHint: asking(5) },
    progress: { attempt: 3 },
    gives: { stop: "attempts" },
    asks: [],
  },
  "attempts come before the deadline": {
    policy: { totalTimeout: 10 },
    progress: { attempt: 3, elapsed: 10 },
    gives: { stop: "attempts" },
    asks: [],
  },
  "a rejected result at the last attempt": {
    failure: rejected,
    progress: { attempt: 3 },
    gives: { stop: "attempts" },
    asks: [],
  },

  "a deadline that has come stops": {
    policy: { totalTimeout: 10, schedule: fixed(0) },
    progress: { elapsed: 10 },
    gives: { stop: "deadline" },
    asks: [],
  },
  "the predicate is not asked once the deadline has come": {
    policy: { totalTimeout: 10, retryIf: no, delayHint: asking(5) },
    progress: { elapsed: 11 },
    gives: { stop: "deadline" },
    asks: [],
  },

  "an error that the predicate accepts": {
    policy: { retryIf: yes },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["retryIf", "schedule"],
  },
  "an error that the predicate does not accept": {
    policy: { retryIf: no },
    gives: { stop: "not-retryable" },
    asks: ["retryIf"],
  },
  "the predicate comes before the hint": {
    policy: { retryIf: no, delayHint: asking(9, { atMost: 1 }) },
    gives: { stop: "not-retryable" },
    asks: ["retryIf"],
  },
  "the predicate comes before a deadline that the delay would pass": {
    policy: { retryIf: no, totalTimeout: 10 },
    gives: { stop: "not-retryable" },
    asks: ["retryIf"],
  },
  "the predicate sees the very error and the progress": {
    policy: {
      retryIf: (error, { attempt, elapsed, previousDelay }) =>
        error === (busy as { error: unknown }).error && [attempt, elapsed, previousDelay].join() === "2,40,7",
    },
    progress: { attempt: 2, elapsed: 40, previousDelay: 7 },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["retryIf", "schedule"],
  },
  "the predicate of errors is not asked about a rejected result": {
    policy: { retryIf: no },
    failure: rejected,
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },
  "the predicate of results has been asked before": {
    policy: { retryResult: no },
    failure: rejected,
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },

  "the schedule is told retry and previous delay": {
    policy: { schedule: { ...fixed(0), delay: ({ retry, previousDelay }) => retry * 1_000 + previousDelay } },
    progress: { attempt: 2, previousDelay: 7 },
    gives: { retry: 2_007, from: "schedule" },
    asks: ["schedule"],
  },
  "retry n comes after attempt n": {
    policy: { schedule: exponential(100), attempts: 9 },
    progress: { attempt: 4 },
    gives: { retry: 800, from: "schedule" },
    asks: ["schedule"],
  },
  "a delay stays a fraction": {
    policy: { schedule: fixed(0.4) },
    gives: { retry: 0.4, from: "schedule" },
    asks: ["schedule"],
  },
  "the schedule draws": {
    policy: { schedule: jittered },
    inputs: { random: () => 0.25 },
    gives: { retry: 250, from: "schedule" },
    asks: ["schedule", "random"],
  },

  "a hint of nothing leaves the schedule in charge": {
    policy: { delayHint: () => undefined },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["delayHint", "schedule"],
  },
  "a hint of zero leaves the schedule in charge": {
    policy: { delayHint: asking(0) },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["delayHint", "schedule"],
  },
  "a longer hint is a floor (rule 7a)": {
    policy: { delayHint: asking(5_000) },
    gives: { retry: 5_000, from: "hint" },
    asks: ["delayHint", "schedule"],
  },
  "a shorter hint changes nothing": {
    policy: { delayHint: asking(400) },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["delayHint", "schedule"],
  },
  "a hint of the same length changes nothing": {
    policy: { delayHint: asking(1_000) },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["delayHint", "schedule"],
  },
  "a hint is not shortened by the schedule's jitter (rule 3d)": {
    policy: { schedule: jittered, delayHint: asking(600) },
    gives: { retry: 600, from: "hint" },
    asks: ["delayHint", "schedule", "random"],
  },
  "a hint may be later than it says, by a draw from its spread (rule 7a)": {
    policy: { delayHint: asking(5_000, { spread: 2_000 }) },
    inputs: { random: () => 0.25 },
    gives: { retry: 5_500, from: "hint" },
    asks: ["delayHint", "schedule", "random"],
  },
  "a hint is never earlier than it says": {
    policy: { delayHint: asking(5_000, { spread: 2_000 }) },
    inputs: { random: () => -3 },
    gives: { retry: 5_000, from: "hint" },
    asks: ["delayHint", "schedule", "random"],
  },
  "the schedule's delay may outlast hint and spread": {
    policy: { schedule: fixed(6_000), delayHint: asking(5_000, { spread: 1_000 }) },
    gives: { retry: 6_000, from: "schedule" },
    asks: ["delayHint", "schedule", "random"],
  },
  "the schedule draws first, then the spread": {
    policy: { schedule: jittered, delayHint: asking(500, { spread: 1_000 }) },
    draws: [0.2, 0.75],
    gives: { retry: 1_250, from: "hint" },
    asks: ["delayHint", "schedule", "random", "random"],
  },
  "a hint sees the failure, the wall clock and the progress": {
    policy: {
      delayHint: (failure, { wallNow, progress }) => ({
        delay: failure === rejected ? wallNow + progress.attempt + progress.elapsed : 0,
        spread: 0,
        atMost: Infinity,
      }),
    },
    failure: rejected,
    progress: { attempt: 2, elapsed: 40 },
    inputs: { wallNow: 9_000 },
    gives: { retry: 9_042, from: "hint" },
    asks: ["delayHint", "schedule"],
  },
  "a hint above its limit stops the run (rule 7b)": {
    policy: { delayHint: asking(5_001, { atMost: 5_000 }) },
    gives: { stop: "hint-too-long" },
    asks: ["delayHint"],
  },
  "a hint at its limit does not": {
    policy: { delayHint: asking(5_000, { atMost: 5_000 }) },
    gives: { retry: 5_000, from: "hint" },
    asks: ["delayHint", "schedule"],
  },
  "the limit of a hint judges neither its spread nor the schedule": {
    policy: { schedule: fixed(9_000), delayHint: asking(5_000, { spread: 2_000, atMost: 5_000 }) },
    gives: { retry: 9_000, from: "schedule" },
    asks: ["delayHint", "schedule", "random"],
  },
  "a hint above its limit comes before the deadline that it would pass": {
    policy: { delayHint: asking(5_001, { atMost: 5_000 }), totalTimeout: 3_000 },
    gives: { stop: "hint-too-long" },
    asks: ["delayHint"],
  },
  "a hint does not add attempts": {
    policy: { delayHint: asking(5) },
    progress: { attempt: 3 },
    gives: { stop: "attempts" },
    asks: [],
  },
  "a hint does not move the deadline": {
    policy: { delayHint: asking(5_000), totalTimeout: 4_000 },
    gives: { stop: "deadline" },
    asks: ["delayHint", "schedule"],
  },
  "a hint beyond all measure stays finite": {
    policy: { delayHint: asking(Number.MAX_VALUE, { spread: Number.MAX_VALUE }) },
    gives: { retry: Number.MAX_VALUE, from: "hint" },
    asks: ["delayHint", "schedule", "random"],
  },

  "a retry just before the deadline": {
    policy: { totalTimeout: 3_000 },
    progress: { elapsed: 1_999 },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },
  "F-043 a retry at the deadline does not come, nor the wait for it": {
    policy: { totalTimeout: 3_000 },
    progress: { elapsed: 2_000 },
    gives: { stop: "deadline" },
    asks: ["schedule"],
  },
  "F-043 a retry after the deadline does not come, nor the wait for it": {
    policy: { totalTimeout: 3_000 },
    progress: { elapsed: 2_001 },
    gives: { stop: "deadline" },
    asks: ["schedule"],
  },
  "a retry at once, just before the deadline": {
    policy: { totalTimeout: 3_000, schedule: fixed(0) },
    progress: { elapsed: 2_999 },
    gives: { retry: 0, from: "schedule" },
    asks: ["schedule"],
  },
  "a limit per attempt decides nothing here": {
    policy: { attemptTimeout: 1 },
    progress: { elapsed: 500 },
    gives: { retry: 1_000, from: "schedule" },
    asks: ["schedule"],
  },

  "F-014 a draw of NaN counts as the midpoint": {
    policy: { schedule: jittered },
    inputs: { random: () => Number.NaN },
    gives: { retry: 500, from: "schedule" },
    asks: ["schedule", "random"],
  },
  "F-014 a draw below 0 counts as 0": {
    policy: { schedule: jittered },
    inputs: { random: () => -1 },
    gives: { retry: 0, from: "schedule" },
    asks: ["schedule", "random"],
  },
  "F-014 a draw that is no number counts as the midpoint": {
    policy: { schedule: jittered },
    inputs: { random: () => undefined as never },
    gives: { retry: 500, from: "schedule" },
    asks: ["schedule", "random"],
  },
};
