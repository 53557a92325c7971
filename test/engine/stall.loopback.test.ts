import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { retry } from "../../src/retry/retry.ts";
import { type Bundle, bundled } from "./children/bundle.ts";
import { firstLine, started } from "./children/child.ts";

let program: Bundle;
let server: ChildProcess;
let port: string;
// The connection is made beforehand, so that what stalls is the answer and nothing else.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** The status of a request that is answered after some milliseconds. */
const status = (after: number, signal?: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = get({ agent, host: "127.0.0.1", port, path: `/${after}`, signal }, (response) => {
      resolve(response.statusCode!);
      response.resume();
    });
    request.on("error", reject);
  });

/** Lets nothing else run for a while, from a moment when the request has left and the answer has not come. */
function stall(millis: number): void {
  const busy = (): void => {
    const end = performance.now() + millis;
    while (performance.now() < end);
  };
  // Right before the loop looks at its timers.
  setTimeout(() => setImmediate(busy), 5);
}

const late = (millis: number): Promise<"timed out"> =>
  new Promise((resolve) => setTimeout(resolve, millis, "timed out"));

beforeAll(async () => {
  program = await bundled("server.ts");
  server = started(program.path);
  port = await firstLine(server);
  await status(0);
});

afterAll(async () => {
  agent.destroy();
  server.stdin!.end();
  await once(server, "exit");
  await program.remove();
});

describe("an event loop that stalls for longer than the limit of an attempt (F-023)", () => {
  it("hears the answer that waits in the socket, and it wins", async () => {
    const run = retry(() => status(100), { attempts: 1, attemptTimeout: 200 });
    stall(500);
    expect(await run).toBe(200);
  });

  it("hears it under a deadline too", async () => {
    const run = retry(() => status(100), { attempts: 1, totalTimeout: 200 });
    stall(500);
    expect(await run).toBe(200);
  });

  it("gives no grace to an answer that is late in truth", async () => {
    const run = retry(({ signal }) => status(10_000, signal), { attempts: 1, attemptTimeout: 100 });
    await expect(run).rejects.toMatchObject({ code: "ATTEMPT_TIMEOUT" });
    await status(0);
  });

  it("loses it to a race against a plain timer, as most people write it", async () => {
    const run = Promise.race([status(100), late(200)]);
    stall(500);
    // Bun looks at its sockets before its timers.
    expect(await run).toBe("bun" in process.versions ? 200 : "timed out");
  });
});
