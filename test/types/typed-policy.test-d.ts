import { expectTypeOf } from "vitest";
import { policy, type PolicyOptions, retry, settle, wrapWithAttempt } from "ostinato";

// A policy typed beforehand goes with an operation that takes its attempt apart: neither needs an annotation.
const onBusy: PolicyOptions<Response> = { retryResult: (response) => response.status === 429 };
const load = ({ signal }: { readonly signal: AbortSignal }): Promise<Response> => fetch("/", { signal });

expectTypeOf(retry(({ signal }) => load({ signal }), onBusy)).resolves.toEqualTypeOf<Response>();
expectTypeOf(retry(({ signal }) => load({ signal }), policy(onBusy))).resolves.toEqualTypeOf<Response>();
expectTypeOf(settle(({ signal }) => load({ signal }), onBusy)).resolves.toHaveProperty("ok");
expectTypeOf(
  wrapWithAttempt(({ signal }, _url: string) => load({ signal }), onBusy),
).returns.resolves.toEqualTypeOf<Response>();

// @ts-expect-error: the policy judges responses, and the operation gives a number
void retry(({ attempt }) => Promise.resolve(attempt), onBusy);
