import { describe, expect, it } from "vitest";
import { isNetworkError } from "../../src/http/index.ts";
import { CODES, MESSAGES, REFUSALS } from "../../src/http/network-signs.ts";
import { TimeoutError } from "../../src/policy/errors.ts";

const coded = (code: unknown, message = "failed", options?: ErrorOptions): Error =>
  Object.assign(new Error(message, options), { code });
const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

describe("isNetworkError: the tables", () => {
  it.each(CODES)("knows the code $code ($source)", ({ code }) => {
    expect(isNetworkError(coded(code))).toBe(true);
  });

  it.each(MESSAGES)("knows the message “$message” of a $name ($source)", ({ name, message }) => {
    expect(isNetworkError(named(name, message))).toBe(true);
    expect(isNetworkError(named("RangeError", message))).toBe(false);
    expect(isNetworkError(named(name, `It ${message}`))).toBe(
      MESSAGES.some((s) => s.match === "part" && s.message === message),
    );
  });

  it.each(REFUSALS)("takes “$message” of a $name for a refusal ($source)", ({ name, message }) => {
    const error = new TypeError("fetch failed", { cause: named(name, message) });
    expect(isNetworkError(error)).toBe(false);
    expect(isNetworkError(new TypeError("fetch failed", { cause: named(name, "something else") }))).toBe(true);
  });

  it("names no sign twice", () => {
    const signs = [
      ...CODES.map(({ code }) => code),
      ...[...MESSAGES, ...REFUSALS].map((s) => `${s.name}: ${s.message}`),
    ];
    expect(new Set(signs).size).toBe(signs.length);
  });
});

describe("isNetworkError: the message", () => {
  it.each([
    "Failed to fetch (example.com)",
    "Load failed (api.example.com:8080)",
    "NetworkError when attempting to fetch resource. (example.com)",
  ])("may have a host behind it, as Sentry's SDK writes it: %s", (message) => {
    expect(isNetworkError(new TypeError(message))).toBe(true);
  });

  it.each([
    "Failed to fetch dynamically imported module: https://example.com/a.js",
    "Failed to fetch (",
    "Failed to fetchdata",
    "failed to fetch",
    "The fetch failed",
    "Load failed because of you",
    "",
  ])("must be the whole message: %j", (message) => {
    expect(isNetworkError(new TypeError(message))).toBe(false);
  });

  it("is looked for in the first 2000 characters only", () => {
    const url = (length: number): string => "x".repeat(length) + "error sending request for url (";
    expect(isNetworkError(new TypeError(url(1_000)))).toBe(true);
    expect(isNetworkError(new TypeError(url(2_000)))).toBe(false);
  });

  it("may be ten million characters long", () => {
    const begun = performance.now();
    expect(isNetworkError(new TypeError("x".repeat(1e7)))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe("isNetworkError: what is inside", () => {
  it.each<[string, unknown]>([
    ["a cause", new Error("load", { cause: coded("ECONNRESET") })],
    ["a cause of a cause", new Error("load", { cause: new Error("query", { cause: coded("EPIPE") }) })],
    ["an AggregateError", new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")])],
    [
      "the cause of one among many",
      new AggregateError([new RangeError("no"), new Error("b", { cause: coded("ENOTFOUND") })]),
    ],
    ["one among lasting ones", new AggregateError([coded("ERR_INVALID_URL"), coded("ETIMEDOUT")])],
    ["a cause behind a code of one's own", coded("E_LOAD_USER", "load", { cause: coded("ECONNRESET") })],
    ["a fetch failed whose cause says nothing", new TypeError("fetch failed", { cause: new Error("hm") })],
    ["a fetch failed whose cause is text", new TypeError("fetch failed", { cause: "hm" })],
    ["a message with a code of one's own", Object.assign(new TypeError("Failed to fetch"), { code: "E_LOAD_USER" })],
    ["a plain object", { name: "TypeError", message: "Failed to fetch" }],
    ["a plain object with a code", { code: "ECONNRESET" }],
    ["a NetworkError of the DOM", new DOMException("A network error occurred.", "NetworkError")],
    ["a timeout of the network", named("TimeoutError", "Timeout awaiting connect", { code: "ETIMEDOUT" })],
  ])("finds the network in %s", (_, error) => {
    expect(isNetworkError(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ["a mistake", new TypeError("rows.map is not a function")],
    ["a mistake of another kind", new ReferenceError("rows is not defined")],
    ["an invalid URL", caught(() => new URL("http://"))],
    [
      "an invalid URL in a fetch",
      new TypeError("Failed to parse URL from http://", { cause: coded("ERR_INVALID_URL") }),
    ],
    ["an invalid header", new TypeError('Headers.append: "a b" is an invalid header name.')],
    ["a certificate in a fetch", new TypeError("fetch failed", { cause: coded("CERT_HAS_EXPIRED") })],
    ["a handshake", coded("ERR_SSL_WRONG_VERSION_NUMBER")],
    ["a missing file", coded("ENOENT")],
    ["a port in use", coded("EADDRINUSE")],
    ["a code that is a number", coded(104)],
    ["only lasting ones", new AggregateError([coded("ERR_INVALID_URL"), coded("ENOENT")])],
    [
      "a fetch failed of only lasting ones",
      new TypeError("fetch failed", { cause: new AggregateError([coded("ENOENT")]) }),
    ],
    ["an AggregateError of nothing", new AggregateError([])],
    ["errors that are no array", Object.assign(new Error("bad request"), { errors: { 0: coded("ECONNRESET") } })],
    ["an abort", new DOMException("This operation was aborted", "AbortError")],
    ["an abort because of the network", named("AbortError", "stopped", { cause: coded("ECONNRESET") })],
    ["a timeout of one's own", new DOMException("The operation was aborted due to timeout", "TimeoutError")],
    ["an attempt's timeout", new TimeoutError("ATTEMPT_TIMEOUT", 10)],
    ["a total timeout after a network error", new TimeoutError("TOTAL_TIMEOUT", 10, { cause: coded("ECONNRESET") })],
    ["a message that is no text", { name: "TypeError", message: { toString: () => "Failed to fetch" } }],
    ["undefined", undefined],
    ["null", null],
    ["text", "Failed to fetch"],
    ["a function", Object.assign(() => {}, { code: "ECONNRESET" })],
  ])("finds no network in %s", (_, error) => {
    expect(isNetworkError(error)).toBe(false);
  });
});

describe("isNetworkError: what is hostile", () => {
  it("F-054: ends in a circle of causes", () => {
    const first = new Error("first");
    const second = new Error("second", { cause: first });
    first.cause = second;
    expect(isNetworkError(first)).toBe(false);
    Object.assign(first, { name: "TypeError", message: "Failed to fetch" });
    expect(isNetworkError(first)).toBe(true);
    expect(isNetworkError(second)).toBe(true);
  });

  it("F-054: ends in a circle of errors", () => {
    const errors: unknown[] = [];
    const circle = new AggregateError(errors);
    circle.errors.push(circle, new Error("cause", { cause: circle }));
    expect(isNetworkError(circle)).toBe(false);
  });

  it("looks at fifty errors, however deep or wide they lie", () => {
    const chain = (length: number): unknown =>
      length === 0 ? coded("ECONNRESET") : new Error("wrapped", { cause: chain(length - 1) });
    expect(isNetworkError(chain(49))).toBe(true);
    expect(isNetworkError(chain(50))).toBe(false);
    const wide = (length: number): unknown => new AggregateError([...Array(length).fill(null), coded("ECONNRESET")]);
    expect(isNetworkError(wide(49))).toBe(true);
    expect(isNetworkError(wide(50))).toBe(false);
  });

  it("ends at an endless chain that grows while it is looked at", () => {
    const endless = (): object => Object.defineProperty({}, "cause", { get: endless });
    expect(isNetworkError(endless())).toBe(false);
  });

  it.each(["code", "name", "message", "cause", "errors"])(
    "takes an error whose %s throws for none of the network",
    (key) => {
      const hostile = Object.defineProperty(coded("ECONNRESET"), key, {
        get: () => {
          throw new Error("hands off");
        },
      });
      expect(isNetworkError(hostile)).toBe(false);
      expect(isNetworkError(new Error("wrapped", { cause: hostile }))).toBe(false);
    },
  );

  it("takes proxies that throw for none of the network", () => {
    const { proxy, revoke } = Proxy.revocable(coded("ECONNRESET"), {});
    expect(isNetworkError(proxy)).toBe(true);
    revoke();
    expect(isNetworkError(proxy)).toBe(false);
    expect(isNetworkError({ errors: proxy })).toBe(false);
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
