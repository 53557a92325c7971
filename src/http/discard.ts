/**
 * Cancels the body of a `Response` that nobody will read, so that its connection is free again; of anything else, and of a
 * body that is read already, it keeps its hands off. Never throws, and nothing is left to reject.
 */
export function discardBody(value: unknown): void {
  try {
    if (Object.prototype.toString.call(value) !== "[object Response]") return;
    const { body, bodyUsed } = value as Response;
    if (body === null || bodyUsed || body.locked) return;
    new Promise((settle) => settle(body.cancel())).catch(() => {});
  } catch {
    // A hostile response keeps its body.
  }
}
