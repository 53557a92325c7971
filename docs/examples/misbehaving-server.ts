import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback, with its address. */
export interface MisbehavingServer {
  readonly url: string;
  readonly close: () => void;
}

type Mood = (request: IncomingMessage, response: ServerResponse) => void;

const MOODS: readonly Mood[] = [
  (request) => void request.socket.resetAndDestroy(),
  () => {},
  (_, response) => void response.writeHead(503, { "retry-after": "1" }).end("Busy.\n"),
];
const well: Mood = (_, response) => void response.end("All is well again.\n");

/**
 * Starts a server that resets the connection of the first request, leaves the second without an answer, answers the third
 * with 503 and `Retry-After: 1`, and all others with 200.
 */
export async function misbehavingServer(): Promise<MisbehavingServer> {
  let requests = 0;
  const server = createServer((request, response) => (MOODS[requests++] ?? well)(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}
