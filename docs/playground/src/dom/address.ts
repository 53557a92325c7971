/** The address of the page: what is kept in it can be gone back to. */
export interface Address {
  /** Keeps a hash: now, or when nothing else was kept for a moment. */
  readonly keep: (hash: string, now?: boolean) => void;
}

const A_MOMENT = 400;

/** @param gone what to do when the reader has gone back, forward, or changed the address */
export function address(gone: (hash: string) => void): Address {
  let kept = location.hash;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener("popstate", () => {
    clearTimeout(waiting);
    kept = location.hash;
    gone(kept);
  });
  return {
    keep: (hash, now = false) => {
      clearTimeout(waiting);
      if (hash === kept) return;
      waiting = setTimeout(
        () => {
          kept = hash;
          history.pushState(null, "", hash);
        },
        now ? 0 : A_MOMENT,
      );
    },
  };
}
