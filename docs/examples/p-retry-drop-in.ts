import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
// What follows was written for p-retry. Only this line has changed; it said "p-retry".
import pRetry, { AbortError } from "ostinato/p-retry";

let requests = 0;
const server = createServer((_, response) => {
  requests += 1;
  response.writeHead(requests < 3 ? 503 : 200).end("All is well.");
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;

async function page(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  if (response.status === 404) throw new AbortError("There is no such page");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return text;
}

try {
  const text = await pRetry(page, {
    retries: 5,
    minTimeout: 50,
    onFailedAttempt: ({ error, attemptNumber, retriesLeft }) =>
      console.log(`Attempt ${attemptNumber} failed (${error.message}), ${retriesLeft} retries left`),
  });
  console.log(text);
} finally {
  server.close();
  server.closeAllConnections();
}

// What has changed without a line of code: whoever leaves is free at once, although this attempt never ends.
const controller = new AbortController();
setTimeout(() => controller.abort(new Error("The caller has left")), 50);
const stuck = pRetry(() => new Promise<never>(() => {}), { signal: controller.signal });
await stuck.catch((error: unknown) => console.log(error instanceof Error ? error.message : error));
