// The caller leaves: ends the attempt and the waiting, and rejects with the signal's reason.
import { retry } from "ostinato";

/** Goes on until its signal ends it. */
const upload = (_file: Blob, { signal }: { signal: AbortSignal }): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });

const cancelButton = new EventTarget();
const controller = new AbortController();
cancelButton.addEventListener("click", () => controller.abort(new Error("cancelled by user")));
setTimeout(() => cancelButton.dispatchEvent(new Event("click")), 50);

const file = new Blob(["contents"]);
const run = retry(({ signal }) => upload(file, { signal }), { attempts: 6 }, { signal: controller.signal });
await run.catch((error: Error) => console.log(error.message)); // => cancelled by user
