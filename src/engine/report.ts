/** Longer texts are cut: a message may hold a whole page. */
const LONGEST = 10_000;

/** Tells of an error that must change nothing: a warning where the platform has them, else the global error report. */
function report(error: unknown, from: string): void {
  const { process, reportError } = globalThis as {
    process?: { emitWarning?: (text: string, options: object) => void };
    reportError?: (error: unknown) => void;
  };
  try {
    if (process?.emitWarning === undefined) reportError?.(error);
    else process.emitWarning(`${from} failed: ${summary(error)}`, { type: "OstinatoWarning", code: "OSTINATO_HOOK" });
  } catch {
    // Whoever has replaced the report cannot take it; there is nobody left to tell.
  }
}

/** Its name and message alone: what else it carries, such as a request with its headers, is not for a log. */
function summary(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
  } catch {
    return "an error that cannot be read";
  }
}

/**
 * Tells a hook. It is not awaited, and what it throws or rejects with is reported, once, and changes nothing.
 *
 * @param event makes what the hook is told; not called without a hook
 */
export function tell<Event>(name: string, hook: ((event: Event) => unknown) | undefined, event: () => Event): void {
  if (hook === undefined) return;
  try {
    const answer = hook(event());
    // It may be a promise, of any realm; a promise of our own, because to touch a strange one may throw.
    if (typeof answer !== "object" && typeof answer !== "function") return;
    new Promise((resolve) => resolve(answer)).catch((error: unknown) => report(error, name));
  } catch (error) {
    report(error, name);
  }
}
