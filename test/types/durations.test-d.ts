import { cap, type Duration, exponential, fixed, policy, type PolicyOptions, retry } from "ostinato";
import { expectTypeOf } from "vitest";

expectTypeOf<250>().toExtend<Duration>();
expectTypeOf<"250ms">().toExtend<Duration>();
expectTypeOf<"1.5s">().toExtend<Duration>();
expectTypeOf<"10m">().toExtend<Duration>();
expectTypeOf<"2h">().toExtend<Duration>();
expectTypeOf<"1d">().toExtend<Duration>();
expectTypeOf<{ total(unit: "milliseconds"): number }>().toExtend<Duration>();
// The parser refuses both; the type cannot tell.
expectTypeOf<"-5s">().toExtend<Duration>();
expectTypeOf<"5 s">().toExtend<Duration>();

expectTypeOf<string>().not.toExtend<Duration>();
expectTypeOf<bigint>().not.toExtend<Duration>();
expectTypeOf<Date>().not.toExtend<Duration>();
expectTypeOf<null>().not.toExtend<Duration>();
expectTypeOf<undefined>().not.toExtend<Duration>();
expectTypeOf<"5sec">().not.toExtend<Duration>();
expectTypeOf<"s">().not.toExtend<Duration>();
expectTypeOf<"5">().not.toExtend<Duration>();

// @ts-expect-error -- no unit of time
fixed("3 parsecs");
// @ts-expect-error -- no unit of time
cap("30 seconds");
// @ts-expect-error -- a base in nanoseconds is not one
exponential(10n);
// @ts-expect-error -- no unit of time
policy({ attemptTimeout: "two s" });
// @ts-expect-error -- a date is an instant, not a length of time
policy({ totalTimeout: new Date() });

// Options that are kept widen their text, unless they are made or checked where they stand.
const widened = { attempts: 5, attemptTimeout: "2s" };
// @ts-expect-error -- any string
void retry(() => 7, widened);
const kept = { attempts: 5, attemptTimeout: "2s" } satisfies PolicyOptions;
void retry(() => 7, kept);
const made = policy({ attempts: 5, attemptTimeout: "2s" });
void retry(() => 7, made);
expectTypeOf(made.attemptTimeout).toEqualTypeOf<number>();
