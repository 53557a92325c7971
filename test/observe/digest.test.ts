import { describe, expect, it } from "vitest";
import { digest, inWords, stackOf } from "../../src/observe/digest.ts";
import { strays } from "../retry/scene.ts";

class HttpError extends Error {}
const coded = (error: Error, code: unknown): Error => Object.assign(error, { code });
const hostile = new Proxy(new Error("hostile"), {
  get() {
    throw new Error("look away");
  },
  getPrototypeOf() {
    throw new Error("look away");
  },
});

describe("what is said of an error", () => {
  for (const [what, error, said] of [
    ["its name and message", new TypeError("no such thing"), "TypeError: no such thing"],
    ["its code", coded(new Error("nobody listens"), "ECONNREFUSED"), "Error ECONNREFUSED: nobody listens"],
    ["no code that is no text", coded(new Error("busy"), 503), "Error: busy"],
    ["the class of one without a name of its own", new HttpError("HTTP 503"), "HttpError: HTTP 503"],
    ["the name where there is no message", new RangeError(), "RangeError"],
    [
      "what only looks like one",
      { message: "down", name: "RpcError", code: "UNAVAILABLE" },
      "RpcError UNAVAILABLE: down",
    ],
    ["one of another making", { message: "down" }, "Error: down"],
    ["a text", "busy", "busy"],
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a number", 7, "7"],
    ["a symbol", Symbol("secret"), "a symbol"],
    ["an object, without looking into it", { password: "hunter2" }, "an object"],
    ["an answer, without looking into it", new Response("secret"), "an instance of Response"],
    ["one that cannot be read", hostile, "an object"],
  ] as const) {
    it(`${what}: ${said}`, () => {
      expect(inWords(digest(error))).toBe(said);
    });
  }

  it("F-082 nothing of what else it carries", () => {
    const error = Object.assign(new Error("HTTP 401", { cause: new Error("hunter2") }), {
      config: { headers: { authorization: "hunter2" } },
    });
    expect(JSON.stringify([digest(error), stackOf(error)])).not.toContain("hunter2");
  });

  it("F-083 no more than 200 characters of a message of megabytes, and 60 of a name", () => {
    const error = Object.assign(new Error("m".repeat(5_000_000)), { name: "n".repeat(1_000_000) });
    error.stack = "s".repeat(1_000_000);
    expect(inWords(digest(error))).toBe(`${"n".repeat(60)}…: ${"m".repeat(200)}…`);
    expect(stackOf(error)).toHaveLength(8_000);
  });

  it("in one line, so that nobody can forge another or steer a terminal", () => {
    const forged = new Error("bad\r\n2026-01-01 INFO all is well\u2028\u001b[2Jgone\u202etxt");
    expect(inWords(digest(forged))).toBe("Error: bad 2026-01-01 INFO all is well [2Jgone txt");
  });
});

describe("what is redacted", () => {
  const redact = (text: string): string => text.replaceAll(/token=\w+/g, "token=…");

  it("is the name, the code, the message and the stack, or the text that was thrown", () => {
    const error = coded(new Error("GET /?token=abc"), "token=abc");
    error.name = "token=abc";
    error.stack = "at token=abc";
    expect(digest(error, redact)).toEqual({
      name: "token=…",
      code: "token=…",
      message: "GET /?token=…",
    });
    expect(stackOf(error, redact)).toBe("at token=…");
    expect(stackOf("token=abc", redact)).toBeUndefined();
    expect(digest("token=abc", redact).message).toBe("token=…");
  });

  it("is redacted before it is cut, so that no half of a secret is left", () => {
    expect(digest(new Error(`${"m".repeat(190)} token=${"s".repeat(40)}`), redact).message).toBe(
      `${"m".repeat(190)} token=…`,
    );
  });

  for (const [how, broken] of [
    [
      "throws",
      () => {
        throw new Error("bad pattern");
      },
    ],
    ["answers with no text", () => undefined as never],
    ["answers with a promise", (async () => "later") as never],
  ] as const) {
    it(`is withheld where the function ${how}`, async () => {
      let said = "";
      await strays(async () => {
        said = inWords(digest(new Error("token=abc"), broken));
      });
      expect(said).toBe("(withheld): (withheld)");
    });
  }
});
