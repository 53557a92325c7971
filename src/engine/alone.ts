/** Runs something whose failure must not stop its neighbours: it surfaces as an uncaught error, as from any timer. */
export function alone(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
