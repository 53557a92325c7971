import { describe, expect, it } from "vitest";
import { fixed, InvalidOptionError, retry, settle, wrap } from "../../src/index.ts";
import { type Span, traced, type Tracer } from "../../src/observe/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { failing, strays } from "../retry/scene.ts";

const fail = (): never => {
  throw new Error("the tracer is broken");
};
const silent: Span = { setAttributes: () => {}, addEvent: () => {}, setStatus: () => {}, end: () => {} };

describe("whatever the tracer and the operation do", () => {
  for (const [how, tracer, warnings] of [
    ["makes no span, and throws", { startActiveSpan: fail }, 3],
    ["never calls back", { startActiveSpan: () => undefined }, 0],
    ["answers with a promise that rejects", { startActiveSpan: async () => fail() }, 3],
    ["calls back twice", { startActiveSpan: (_, __, run) => [run(silent), run(silent)] }, 0],
    [
      "calls back and then throws",
      {
        startActiveSpan: (_, __, run) => {
          run(silent);
          fail();
        },
      },
      3,
    ],
    [
      "makes spans that throw",
      { startActiveSpan: (_, __, run) => run({ setAttributes: fail, addEvent: fail, setStatus: fail, end: fail }) },
      6,
    ],
  ] as readonly (readonly [string, Tracer, number])[]) {
    it(`one that ${how}`, async () => {
      const operation = failing([new Error("busy"), new Error("busy")], "done");
      const heard = await strays(async () => {
        expect(await retry(traced(operation, { tracer }), { schedule: fixed(0) })).toBe("done");
      });
      expect(operation.calls).toBe(3);
      expect(heard.warnings.map(({ message }) => message.split(": ").at(-1))).toEqual(
        Array(warnings).fill("the tracer is broken"),
      );
      expect(heard.rejections).toEqual([]);
    });
  }

  it("ends its span though nothing can be written into it, and though the predicate throws", async () => {
    let ended = 0;
    const tracer: Tracer = {
      startActiveSpan: (_, __, run) => run({ ...silent, setAttributes: fail, end: () => void (ended += 1) }),
    };
    const heard = await strays(async () => {
      await settle(traced(failing([new Error("busy")]), { tracer }), { attempts: 1 });
      await retry(traced(() => "done", { tracer, rejects: fail }));
    });
    expect(ended).toBe(2);
    expect(heard.warnings).toHaveLength(2);
  });

  it("a span is written and ended once, though its attempt settles after it was given up", async () => {
    const told: string[] = [];
    const span: Span = {
      ...silent,
      setAttributes: () => void told.push("written"),
      end: () => void told.push("ended"),
    };
    const clock = virtualClock();
    const slow = (): Promise<void> => new Promise((resolve) => clock.schedule(80, resolve));
    const load = traced(slow, { tracer: { startActiveSpan: (_, __, run) => run(span) } });
    await clock.runUntil(settle(load, { attempts: 1, attemptTimeout: 50 }, { clock }));
    await clock.advance(100);
    expect(told).toEqual(["written", "ended"]);
  });

  it("a span whose operation throws at once, or answers with no promise", async () => {
    const told: unknown[] = [];
    const tracer: Tracer = {
      startActiveSpan: (_, __, run) => run({ ...silent, setStatus: (status) => void told.push(status) }),
    };
    const busy = new Error("busy");
    const throwing = (): never => {
      throw busy;
    };
    expect(await settle(traced(throwing, { tracer }), { attempts: 1 })).toMatchObject({ error: busy });
    expect(await retry(traced(() => 7, { tracer }))).toBe(7);
    expect(told).toEqual([{ code: 2, message: "busy" }]);
  });
});

describe("traced", () => {
  const tracer: Tracer = { startActiveSpan: (_, __, run) => run(silent) };
  for (const [what, operation, options] of [
    ["an operation that is none", "load", { tracer }],
    ["no options", () => {}, undefined],
    ["no tracer", () => {}, {}],
    ["a tracer that makes no spans", () => {}, { tracer: { startSpan: () => silent } }],
    ["an unknown option", () => {}, { tracer, span: "load" }],
    ["a name that is no text", () => {}, { tracer, name: "" }],
    ["attributes that say nothing", () => {}, { tracer, attributes: { user: { id: 7 } } }],
    ["attributes that are a list", () => {}, { tracer, attributes: ["user"] }],
    ["http that is neither true nor false", () => {}, { tracer, http: "yes" }],
    ["a predicate that is none", () => {}, { tracer, rejects: true }],
    ["exceptions of another depth", () => {}, { tracer, exceptions: "all" }],
    ["a redacting function that is none", () => {}, { tracer, redact: "token" }],
  ] as readonly (readonly [string, unknown, unknown])[]) {
    it(`refuses ${what}`, () => {
      expect(() => traced(operation as never, options as never)).toThrow(InvalidOptionError);
    });
  }

  it("refuses a call without an attempt, as wrap makes it", async () => {
    const load = wrap(traced(async () => "done", { tracer }) as () => Promise<string>, { attempts: 1 });
    await expect(load()).rejects.toThrow("attempt: expected an attempt, as retry and wrapWithAttempt pass it first");
  });
});
