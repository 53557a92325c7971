/** A property of anything at all; undefined where reading it throws. */
export function property(subject: unknown, key: string): unknown {
  return quietly(() => (subject as Readonly<Record<string, unknown>> | null | undefined)?.[key]);
}

/** Whether a value is of a class; what throws when it is looked at, such as a revoked proxy, is of none. */
export const isInstance = <Type>(value: unknown, type: abstract new (...args: never) => Type): value is Type =>
  quietly(() => value instanceof type) ?? false;

/** What others made may throw when it is looked at. */
export function quietly<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
