import { describe, expect, it } from "vitest";
import { type Sleeper, sleepers } from "../../src/engine/sleepers.ts";

const nothing = (): void => {};
const dues = (queue: ReturnType<typeof sleepers>): number[] => queue.all().map(({ due }) => due);

// No naive loop here: it has no clock of its own to hold against this.
describe("sleepers", () => {
  it("come out by their times, whatever the order they came in", () => {
    const queue = sleepers();
    for (const due of [5, 3, 8, 1, 9, 2, 7]) queue.add(due, nothing);
    expect(dues(queue)).toEqual([1, 2, 3, 5, 7, 8, 9]);
    expect(queue.first()?.due).toBe(1);
  });

  it("come out in the order they came in, where their times are equal (F-028)", () => {
    const queue = sleepers();
    const came = Array.from({ length: 20 }, () => queue.add(10, nothing));
    const went: Sleeper[] = [];
    for (let next = queue.first(); next !== undefined; next = queue.first()) {
      went.push(next);
      queue.remove(next);
    }
    expect(went).toEqual(came);
  });

  it("may leave from anywhere, once", () => {
    const queue = sleepers();
    const all = [5, 3, 8, 1, 9].map((due) => queue.add(due, nothing));
    queue.remove(all[2]!);
    queue.remove(all[2]!);
    queue.remove(all[3]!);
    expect(dues(queue)).toEqual([3, 5, 9]);
    expect(queue.size()).toBe(3);
  });

  it("count those that would keep a process alive, and all that ever came", () => {
    const queue = sleepers();
    const stays = queue.add(1, nothing);
    const mayLeave = queue.add(2, nothing, true);
    expect([queue.referenced(), queue.issued()]).toEqual([1, 2]);
    queue.remove(mayLeave);
    expect(queue.referenced()).toBe(1);
    queue.remove(stays);
    queue.remove(stays);
    expect([queue.referenced(), queue.issued(), queue.size(), queue.first()]).toEqual([0, 2, 0, undefined]);
  });

  it("are a hundred thousand in no time (F-032, rule 9d)", () => {
    const queue = sleepers();
    const start = process.cpuUsage();
    for (let each = 0; each < 100_000; each++) queue.add((each * 7_919) % 100_003, nothing);
    for (let next = queue.first(); next !== undefined; next = queue.first()) queue.remove(next);
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(1_000);
  });
});
