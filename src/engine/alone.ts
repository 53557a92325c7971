/** Runs something whose failure must not stop its neighbours: it surfaces as an uncaught error, as from any timer. */
export function alone(run: () => void): void {
  try {
    run();
  } catch (error) {
    surface(error);
  }
}

/** Throws an error where nobody can catch it. */
export function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
