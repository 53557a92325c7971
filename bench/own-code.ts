/**
 * A function made anew from its text, with code of its own: V8 optimises each by what it alone has met. One loop shared by
 * all contenders would be optimised for whoever ran first.
 */
export function ownCode<Made extends (...args: never) => unknown>(
  text: string,
  scope: Readonly<Record<string, unknown>> = {},
): Made {
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(...Object.keys(scope), `return ${text}`)(...Object.values(scope)) as Made;
}

/** Calls something again and again, one call after another. */
export const oneByOne = (call: () => unknown): ((count: number) => Promise<void>) =>
  ownCode("async (count) => { for (let each = 0; each < count; each++) await call(); }", { call });

/** Calls something many times at once, in groups. */
export const inGroups = (call: () => unknown, size: number): ((count: number) => Promise<void>) =>
  ownCode(
    `async (count) => {
      for (let done = 0; done < count; done += size) await Promise.all(Array.from({ length: size }, call));
    }`,
    { call, size },
  );

/** An operation that succeeds at once. */
export const succeeding = (): (() => Promise<number>) => ownCode("async () => 42");

/** Makes operations that fail so many times, then succeed. */
export const failing = (times: number): (() => () => Promise<number>) =>
  ownCode(
    `() => {
      let calls = 0;
      return async () => {
        if (++calls <= times) throw busy;
        return calls;
      };
    }`,
    { times, busy: new Error("busy") },
  );
