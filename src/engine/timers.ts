/**
 * Says whether a timer keeps the process alive, where the platform lets one say so.
 *
 * @param handle what `setInterval` gave: an object in Node and Bun, a number in Deno and browsers
 */
export function keepAlive(handle: unknown, keep: boolean): void {
  if (typeof handle === "number") {
    const { Deno: deno } = globalThis as { Deno?: Record<"refTimer" | "unrefTimer", (id: number) => void> };
    deno?.[keep ? "refTimer" : "unrefTimer"](handle);
    return;
  }
  (handle as Partial<Record<"ref" | "unref", () => void>> | undefined)?.[keep ? "ref" : "unref"]?.();
}
