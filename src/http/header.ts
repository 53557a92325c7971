import { quietly } from "../core/property.ts";
import { disown } from "../policy/ask.ts";

/**
 * The value of a header field in whatever a client calls headers: a `Headers`, a map with `get`, or a record whose own
 * keys may be written in any case. Undefined when there is none, when there is more than one, and when it cannot be read.
 */
export function headerIn(headers: unknown, name: string): string | undefined {
  return quietly(() => {
    const values = valuesOf(headers, name);
    // Two values contradict each other, and nothing says which one is meant.
    return values.length === 1 && typeof values[0] === "string" ? values[0] : undefined;
  });
}

/** Like {@link headerIn}, for a field that is a list: all its lines together are one value (RFC 9110, 5.3). */
export function listIn(headers: unknown, name: string): string | undefined {
  return quietly(() => {
    const lines = valuesOf(headers, name);
    return lines.length > 0 && lines.every((line) => typeof line === "string") ? lines.join(", ") : undefined;
  });
}

/** All values of a header field, be they what they may; none where there is none, and where they cannot be read. */
export function valuesIn(headers: unknown, name: string): readonly unknown[] {
  return quietly(() => valuesOf(headers, name)) ?? [];
}

function valuesOf(headers: unknown, name: string): readonly unknown[] {
  if (typeof headers !== "object" || headers === null) return [];
  return found(headers, name)
    .flat()
    .filter((value) => value !== undefined && value !== null);
}

function found(headers: object, name: string): readonly unknown[] {
  const { get } = headers as { readonly get?: unknown };
  const lower = name.toLowerCase();
  const isNamed = (key: unknown): boolean =>
    typeof key === "string" && key.length === name.length && key.toLowerCase() === lower;
  if (headers instanceof Map) return [...headers].filter(([key]) => isNamed(key)).map(([, value]) => value as unknown);
  if (typeof get === "function") {
    const answer: unknown = get.call(headers, lower) ?? get.call(headers, name);
    if (typeof answer === "object" && answer !== null) disown(answer);
    return [answer];
  }
  const keys = Object.keys(headers).filter(isNamed);
  return keys.map((key) => headers[key as keyof object]);
}
