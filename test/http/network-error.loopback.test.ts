import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isNetworkError } from "../../src/http/index.ts";

const open: net.Server[] = [];

afterEach(() => {
  for (const listening of open.splice(0)) listening.close();
});

/** A server that does one thing as soon as a request arrives; answers with its address. */
async function server(onRequest: (socket: Socket) => void): Promise<string> {
  const listening = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => onRequest(socket));
  });
  open.push(listening);
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
}

/** An address at which nobody listens any more. */
async function nobody(): Promise<string> {
  const url = await server(() => {});
  const [listening] = open.splice(0);
  listening!.close();
  await once(listening!, "close");
  return url;
}

const PART = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart";
const later = (run: () => void): void => void setTimeout(run, 20);

const failureOf = (run: () => Promise<unknown>): Promise<unknown> =>
  run().then(
    () => expect.fail("it did not fail"),
    (error: unknown) => error,
  );
const fetched = (url: string, init?: RequestInit): Promise<unknown> =>
  failureOf(async () => (await fetch(url, init)).text());
const got = (url: string): Promise<unknown> =>
  failureOf(() => new Promise((resolve, reject) => http.get(url, resolve).on("error", reject)));

describe("isNetworkError, of real errors on loopback", () => {
  it("knows a refused port", async () => {
    expect(isNetworkError(await fetched(await nobody()))).toBe(true);
    expect(isNetworkError(await got(await nobody()))).toBe(true);
  });

  it("knows a connection that was reset", async () => {
    const url = await server((socket) => void socket.resetAndDestroy());
    expect(isNetworkError(await fetched(url))).toBe(true);
    expect(isNetworkError(await got(url))).toBe(true);
  });

  it("knows a connection that was closed without an answer", async () => {
    const url = await server((socket) => void socket.end());
    expect(isNetworkError(await fetched(url))).toBe(true);
    expect(isNetworkError(await got(url))).toBe(true);
  });

  it("knows a body that was reset", async () => {
    const url = await server((socket) => void socket.write(PART, () => later(() => void socket.resetAndDestroy())));
    expect(isNetworkError(await fetched(url))).toBe(true);
  });

  it("knows a body that was cut short", async () => {
    const url = await server((socket) => void socket.write(PART, () => later(() => void socket.end())));
    expect(isNetworkError(await fetched(url))).toBe(true);
  });

  it("does not take an abort or a timeout of one's own for the network", async () => {
    const silent = await server(() => {});
    expect(isNetworkError(await fetched(silent, { signal: AbortSignal.timeout(20) }))).toBe(false);
    const controller = new AbortController();
    later(() => controller.abort());
    expect(isNetworkError(await fetched(silent, { signal: controller.signal }))).toBe(false);
  });

  it("does not take a mistake for the network", async () => {
    const url = await server((socket) => void socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    expect(isNetworkError(await fetched("http://"))).toBe(false);
    expect(isNetworkError(await fetched("phone://555"))).toBe(false);
    expect(isNetworkError(await fetched(url, { headers: { "not a name": "x" } }))).toBe(false);
    expect(isNetworkError(await fetched(url, { method: "GET", body: "x" }))).toBe(false);
  });

  it("does not take a server that misleads for the network", async () => {
    const circle = await server(
      (socket) => void socket.end("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
    );
    expect(isNetworkError(await fetched(circle))).toBe(false);
    expect(isNetworkError(await fetched(circle, { redirect: "error" }))).toBe(false);
    const other = await server((socket) => void socket.end("220 smtp.example.org ESMTP\r\n"));
    expect(isNetworkError(await fetched(other))).toBe(false);
    expect(isNetworkError(await fetched(circle.replace("http:", "https:")))).toBe(false);
  });
});
