import { describe, expect, it } from "vitest";
import { considerate, crowd } from "../../docs/examples/crowd.ts";

describe("the crowd before a rate limit", () => {
  it("is served, and nobody comes back before its time", async () => {
    const lines: string[] = [];
    expect(await crowd((line) => void lines.push(line))).toBe(true);
    expect(lines.filter((line) => line.includes(": 429, RateLimit"))).toHaveLength(2);
    expect(lines.filter((line) => line.includes(", as asked"))).toHaveLength(2);
    expect(lines.filter((line) => line.includes(": 200, RateLimit"))).toHaveLength(5);
    expect(lines.at(-1)).toBe("5 of 5 clients served with 7 requests.");
  });

  it("is not served when it does not listen to the server, and says so", async () => {
    const lines: string[] = [];
    const { delayHint: _, ...hasty } = considerate;
    expect(await crowd((line) => void lines.push(line), { ...hasty, attempts: 2 })).toBe(false);
    expect(lines.at(-1)).toBe("3 of 5 clients served with 7 requests.");
  });
});
