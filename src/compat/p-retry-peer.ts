import type * as PRetry from "p-retry";

/** The majors of p-retry: they differ in the order of the callbacks, in what a context tells and in what is refused. */
export type Edition = 7 | 8 | 9;

/** What the drop-in shares with the p-retry that is installed. */
export interface Peer {
  readonly edition: Edition;
  readonly AbortError: typeof PRetry.AbortError;
  /** Whether it would try again after this, as it does when the network has failed. */
  readonly forgives: (mistake: TypeError) => Promise<boolean>;
}

/** Gets to know p-retry by its public face alone. */
export const peerOf = (pRetry: typeof PRetry.default, AbortError: typeof PRetry.AbortError): Peer => ({
  edition: editionOf(pRetry),
  AbortError,
  forgives: async (mistake) => {
    // Which messages mean a network that failed is p-retry's own knowledge, and grows with its releases. So it is asked.
    let asked = false;
    const shouldRetry = (): boolean => {
      asked = true;
      return false;
    };
    await pRetry(() => Promise.reject(mistake), { retries: 1, shouldRetry }).catch(() => {});
    return asked;
  },
});

/** The major, told by which counts of retries it takes: no release says its version, and each took another set. */
function editionOf(pRetry: typeof PRetry.default): Edition {
  const takes = (retries: unknown): boolean => {
    let called = false;
    // What is taken is called at once, before the first wait.
    pRetry(() => void (called = true), { retries } as PRetry.Options).catch(() => {});
    return called;
  };
  if (takes(null)) return 9;
  return takes(0.5) ? 7 : 8;
}
