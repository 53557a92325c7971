import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback, with its address and the number of requests so far. */
export interface LimitedServer {
  readonly url: string;
  readonly requests: () => number;
  readonly close: () => void;
}

/** Starts a server that grants so many requests a second, tells what is left, and answers 429 to the others. */
export async function limitedServer(quota: number): Promise<LimitedServer> {
  let requests = 0;
  let granted = 0;
  let renewal = 0;
  const server = createServer((_, response) => {
    const now = performance.now();
    if (now >= renewal) [granted, renewal] = [0, now + 1_000];
    requests += 1;
    granted += 1;
    const left = Math.max(0, quota - granted);
    response.setHeader("ratelimit-policy", `"burst";q=${quota};w=1`);
    response.setHeader("ratelimit", `"burst";r=${left};t=${Math.ceil((renewal - now) / 1_000)}`);
    response.writeHead(granted > quota ? 429 : 200).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, requests: () => requests, close };
}
