import { describe, expect, it } from "vitest";
import { isRetryableStatus } from "../../src/http/index.ts";

describe("isRetryableStatus", () => {
  it("accepts 408, 425, 429, 500, 502, 503 and 504, and nothing else", () => {
    const accepted = Array.from({ length: 1_000 }, (_, status) => status).filter(isRetryableStatus);
    expect(accepted).toEqual([408, 425, 429, 500, 502, 503, 504]);
  });

  it.each([NaN, Infinity, -503, 503.5, "503", undefined, null, {}])("does not accept %s", (status) => {
    expect(isRetryableStatus(status as never)).toBe(false);
  });
});
