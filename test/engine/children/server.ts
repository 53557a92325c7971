import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers each request after as many milliseconds as its path says, until its input ends. */
const server = createServer((request, response) => {
  setTimeout(() => response.end("answer"), Number(request.url!.slice(1))).unref();
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().once("end", () => {
  server.close();
  server.closeAllConnections();
});
