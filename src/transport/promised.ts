// One for all: a broker in memory has nothing to wait for.
const done = Promise.resolve();

/** Does something at once, for whoever expects a promise. */
export function promised(work: () => void): Promise<void> {
  try {
    work();
    return done;
  } catch (error) {
    return Promise.reject(error);
  }
}
