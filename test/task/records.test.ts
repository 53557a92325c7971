import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isFinal,
  mayFollow,
  mayReplace,
  memoryBackend,
  memoryIdempotency,
  type TaskRecord,
  type TaskState,
} from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { lawParameters } from "../support/laws.ts";

const STATES: readonly TaskState[] = [
  "UNKNOWN",
  "PENDING",
  "SCHEDULED",
  "STARTED",
  "RETRY",
  "SUCCESS",
  "FAILURE",
  "REVOKED",
  "EXPIRED",
];

const record = (rest: Partial<TaskRecord> = {}): TaskRecord => ({
  id: "7",
  task: "t",
  queue: "q",
  state: "STARTED",
  at: 0,
  attempt: 1,
  attempts: 3,
  delivery: 1,
  firstSentAt: 0,
  history: [],
  ...rest,
});

describe("the table of states", () => {
  it("lets nothing follow what is final, and lets every other state end in each of the final ones", () => {
    for (const before of STATES) {
      const after = STATES.filter((state) => mayFollow(before, state));
      expect(isFinal(before)).toBe(after.length === 0);
      expect(isFinal(before) || STATES.filter(isFinal).every((state) => after.includes(state))).toBe(true);
      expect(after).not.toContain("UNKNOWN");
    }
  });

  it("lets a retry follow an attempt alone", () => {
    expect(STATES.filter((state) => mayFollow(state, "RETRY"))).toEqual(["UNKNOWN", "STARTED"]);
  });
});

describe("mayReplace", () => {
  it("tells old news from new by attempt, then by delivery", () => {
    const present = record({ attempt: 2, delivery: 2 });
    const asked = (rest: Partial<TaskRecord>): boolean => mayReplace(present, record({ state: "RETRY", ...rest }));
    expect(asked({ attempt: 2, delivery: 2 })).toBe(true);
    expect(asked({ attempt: 2, delivery: 1 })).toBe(false);
    expect(asked({ attempt: 1, delivery: 9 })).toBe(false);
    expect(asked({ attempt: 3, delivery: 1 })).toBe(true);
  });

  it("compares the attempt where that is asked for", () => {
    expect(mayReplace(undefined, record())).toBe(true);
    expect([mayReplace(undefined, record(), 0), mayReplace(undefined, record(), 1)]).toEqual([true, false]);
    expect(mayReplace(record(), record({ state: "REVOKED" }), 1)).toBe(true);
    expect(mayReplace(record({ attempt: 2 }), record({ attempt: 2, state: "REVOKED" }), 1)).toBe(false);
  });
});

describe("memoryBackend", () => {
  it("T1 keeps exactly one final record, whatever is written, and moves only along the table", async () => {
    const change = fc.record({
      state: fc.constantFrom(...STATES.filter((state) => state !== "UNKNOWN")),
      attempt: fc.integer({ min: 0, max: 4 }),
      delivery: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 20 }), async (changes) => {
        const backend = memoryBackend();
        let before: TaskState = "UNKNOWN";
        let [attempt, ends] = [0, 0];
        for (const each of changes) {
          if (!(await backend.set("7", record(each)))) continue;
          expect(mayFollow(before, each.state)).toBe(true);
          expect(each.attempt).toBeGreaterThanOrEqual(attempt);
          [before, attempt] = [each.state, each.attempt];
          if (isFinal(before)) ends++;
        }
        expect(ends).toBeLessThanOrEqual(1);
        expect((await backend.get("7"))?.state ?? "UNKNOWN").toBe(before);
      }),
      lawParameters(),
    );
  });

  it("drops final records when their time is over, and never those of tasks under way", async () => {
    const clock = virtualClock();
    const backend = memoryBackend({ clock, expires: "1h" });
    await backend.set("done", record({ id: "done", state: "SUCCESS" }));
    await backend.set("open", record({ id: "open" }));
    await clock.advance("59m");
    expect(await backend.get("done")).toBeDefined();
    await clock.advance("1m");
    expect([await backend.get("done"), (await backend.get("open"))?.id]).toEqual([undefined, "open"]);
  });

  it("is bounded: the oldest final record goes first, then the oldest of all", async () => {
    const backend = memoryBackend({ records: 2 });
    const known = async (): Promise<string[]> => {
      const found = await Promise.all(["a", "b", "c", "d"].map((id) => backend.get(id)));
      return found.flatMap((each) => each?.id ?? []);
    };
    await backend.set("a", record({ id: "a" }));
    await backend.set("b", record({ id: "b", state: "SUCCESS" }));
    await backend.set("c", record({ id: "c" }));
    expect(await known()).toEqual(["a", "c"]);
    await backend.set("d", record({ id: "d" }));
    expect(await known()).toEqual(["c", "d"]);
  });

  it("lets whoever watches leave, also while they wait", async () => {
    const backend = memoryBackend();
    const watching = backend.watch("7")[Symbol.asyncIterator]();
    const waiting = watching.next();
    await watching.return!();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await backend.set("7", record());
    expect(await watching.next()).toEqual({ done: true, value: undefined });
    for await (const { state } of backend.watch("7")) {
      expect(state).toBe("STARTED");
      break;
    }
  });

  it("refuses bounds that are none", () => {
    expect(() => memoryBackend({ records: 0 })).toThrow("records");
    expect(() => memoryBackend({ maxBytes: -1 })).toThrow("maxBytes");
    expect(() => memoryBackend({ expires: "soon" as never })).toThrow("expires");
  });
});

describe("memoryIdempotency", () => {
  it("gives a key to one, renews it for that one, and to another when its time is over", async () => {
    const clock = virtualClock();
    const store = memoryIdempotency({ clock });
    expect(await store.claim("key", 1_000, "a")).toBe("claimed");
    expect(await store.claim("key", 1_000, "b")).toBe("busy");
    await clock.advance(600);
    expect(await store.claim("key", 1_000, "a")).toBe("claimed");
    await clock.advance(600);
    expect(await store.claim("key", 1_000, "b")).toBe("busy");
    await clock.advance(400);
    expect(await store.claim("key", 1_000, "b")).toBe("claimed");
  });

  it("listens to the owner alone", async () => {
    const store = memoryIdempotency();
    await store.claim("key", 1_000, "a");
    await store.release("key", "b");
    await store.complete("key", "b", undefined);
    expect(await store.claim("key", 1_000, "b")).toBe("busy");
    await store.release("key", "a");
    expect(await store.claim("key", 1_000, "b")).toBe("claimed");
    await store.complete("key", "b", new Uint8Array([7]));
    expect(await store.claim("key", 1_000, "a")).toEqual({ done: new Uint8Array([7]) });
  });

  it("forgets what is done when its time is over, or when there are too many", async () => {
    const clock = virtualClock();
    const store = memoryIdempotency({ clock, keys: 2, expires: "1h" });
    for (const key of ["a", "b", "c"]) {
      await store.claim(key, 1_000, "x");
      await store.complete(key, "x", undefined);
    }
    expect([await store.claim("a", 1, "y"), await store.claim("c", 1, "y")]).toEqual(["claimed", { done: undefined }]);
    await clock.advance("1h");
    expect(await store.claim("c", 1, "y")).toBe("claimed");
    expect(() => memoryIdempotency({ keys: 0 })).toThrow("keys");
  });
});
