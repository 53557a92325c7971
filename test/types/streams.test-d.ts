import { type Observable, of } from "rxjs";
import { fromPolicy, type PolicyEvent, retryBackoff } from "ostinato/rxjs";
import { expectTypeOf } from "vitest";

const retried = of(1).pipe(retryBackoff({ onSuccess: ({ value }) => expectTypeOf(value).toEqualTypeOf<number>() }));
expectTypeOf(retried).toEqualTypeOf<Observable<number>>();
expectTypeOf(of("a").pipe(retryBackoff({ attempts: 20 }))).toEqualTypeOf<Observable<string>>();
expectTypeOf(of(1).pipe(retryBackoff())).toEqualTypeOf<Observable<number>>();

// @ts-expect-error: the values of a stream are not judged
retryBackoff({ retryResult: () => true });

const events$ = fromPolicy(async () => "done", { retryResult: (value) => value.length === 0 });
expectTypeOf(events$).toEqualTypeOf<Observable<PolicyEvent<string>>>();
events$.subscribe((event) => {
  if (event.kind === "value") expectTypeOf(event.value).toEqualTypeOf<string>();
  if (event.kind === "retry") expectTypeOf(event.delay).toEqualTypeOf<number>();
});
