import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { retryAfter } from "../../src/http/index.ts";

/** The head of an answer and the beginning of a body that never ends. */
const ENDLESS = "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

describe("retryAfter", () => {
  it("frees the connection of a response that it rejects", async () => {
    const sockets: Socket[] = [];
    const server = net.createServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => {});
      socket.once("data", () => socket.write(ENDLESS));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const closed = new Promise((resolve) => sockets[0]!.once("close", resolve));

    const hint = retryAfter()({ kind: "rejected-result", value: response }, { wallNow: 0 });

    expect(hint?.delay).toBe(7_000);
    await closed; // times out as long as the body is kept
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
