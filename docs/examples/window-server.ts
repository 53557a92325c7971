import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback that allows so many calls, and as many again when a window has passed; and its address. */
export interface WindowServer {
  readonly url: string;
  /** Calls so far that were refused. */
  readonly refused: () => number;
  readonly close: () => void;
}

/**
 * Answers with a tweet as long as the quota lasts, and then with 429 and the moment at which there is quota again: a window after
 * it was used up, however long that took.
 */
export async function windowServer(quota: number, window: number): Promise<WindowServer> {
  let [used, refused, reset] = [0, 0, Infinity];
  const server = createServer((request, response) => {
    const now = Date.now();
    if (now >= reset) [used, reset] = [0, Infinity];
    used += 1;
    if (used === quota) reset = now + window;
    if (used > quota) refused += 1;
    response.setHeader("x-rate-limit-reset", String(reset));
    response.writeHead(used > quota ? 429 : 200).end(`tweet ${request.url?.slice(1)}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, refused: () => refused, close };
}
