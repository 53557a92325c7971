import { type AttemptContext, type Env, retry, wrap, wrapWithAttempt } from "ostinato";
import { expectTypeOf } from "vitest";

interface User {
  readonly name: string;
}

// The very type of the function: overloads, type parameters, `this`.
interface Load {
  (id: number): Promise<User>;
  (name: string, strict: boolean): Promise<readonly User[]>;
}
declare const load: Load;
const loadSafely = wrap(load, { attempts: 5 });
expectTypeOf(loadSafely).toEqualTypeOf<Load>();
expectTypeOf(loadSafely(7)).toEqualTypeOf<Promise<User>>();
expectTypeOf(loadSafely("ada", true)).toEqualTypeOf<Promise<readonly User[]>>();
// @ts-expect-error -- no such overload
void loadSafely("ada");

declare function first<Item>(items: readonly Item[]): Promise<Item>;
const firstSafely = wrap(first);
expectTypeOf<typeof firstSafely>().toEqualTypeOf<typeof first>();
expectTypeOf(firstSafely(["a", "b"])).toEqualTypeOf<Promise<string>>();

class Account {
  readonly owner: string = "ada";
}
declare function transfer(this: Account, to: string, amount?: number): Promise<boolean>;
const transferSafely = wrap(transfer);
expectTypeOf(transferSafely).toEqualTypeOf<typeof transfer>();
void transferSafely.call(new Account(), "grace", 10);
// @ts-expect-error -- without its `this`
void transferSafely("grace", 10);

// Options and environment follow the function.
wrap(async (id: number): Promise<User> => ({ name: `user ${id}` }), {
  retryResult: (user) => {
    expectTypeOf(user).toEqualTypeOf<User>();
    return user.name === "";
  },
});
wrap(
  (id: number, _options: { signal: AbortSignal }): Promise<User> => load(id),
  {},
  (id, { signal }) => {
    expectTypeOf(id).toEqualTypeOf<number>();
    return { signal };
  },
);
expectTypeOf<{ signal: AbortSignal }>().toExtend<Env>();
// @ts-expect-error -- only what promises can be wrapped: the wrapped function does
wrap((id: number): User => ({ name: `user ${id}` }));
// @ts-expect-error -- the function gives text
wrap(async () => "done", { retryResult: (value: number) => value > 3 });

// The attempt comes first and is not the caller's to give.
export const get = wrapWithAttempt(
  async ({ signal, attempt }, url: string, retries?: number, ...headers: readonly string[]) => {
    expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    expectTypeOf(attempt).toEqualTypeOf<number>();
    return `${url} ${retries} ${headers.length}`;
  },
  { retryResult: (text) => text === "" },
);
expectTypeOf(get).parameters.toEqualTypeOf<[url: string, retries?: number | undefined, ...headers: string[]]>();
expectTypeOf(get("https://example.org/")).toEqualTypeOf<Promise<string>>();
// @ts-expect-error -- the attempt is not the caller's to give
void get({} as AttemptContext, "https://example.org/");

export const move = wrapWithAttempt(function (this: Account, _attempt, amount: number) {
  return this.owner.length + amount;
});
expectTypeOf(move).thisParameter.toEqualTypeOf<Account>();
expectTypeOf(move).returns.toEqualTypeOf<Promise<number>>();

// An environment is known by its names.
void retry(() => 7, {}, { signal: new AbortController().signal, unref: true, random: () => 0.5 });
// @ts-expect-error -- attempts belong in the policy
void retry(() => 7, {}, { attempts: 3 });
// @ts-expect-error -- null is no signal
void retry(() => 7, {}, { signal: null });
