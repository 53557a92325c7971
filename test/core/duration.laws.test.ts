import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Duration, duration, formatMillis, InvalidOptionError } from "../../src/core/index.ts";
import { plain, toMillis } from "../../src/core/duration.ts";
import { anyDuration, anyMillis } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

/** Every double ≥ 0, by its bits. */
const anyDouble = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });

describe("milliseconds as text", () => {
  it("read back as the very same number, of any size", () => {
    fc.assert(
      fc.property(fc.oneof(anyMillis, anyDouble), (millis) => duration(formatMillis(millis)) === millis),
      lawParameters(2_500),
    );
  });

  it("are the shortest of the units that read back", () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.constantFrom("ms", "s", "m", "h", "d"),
      (figure, unit) => {
        const text: Duration = `${figure}${unit}`;
        return formatMillis(toMillis(text)).length <= text.length;
      },
    );
    fc.assert(law, lawParameters(250));
  });
});

describe("a number in plain digits", () => {
  it("reads back as the very same number and has no exponent", () => {
    const law = fc.property(anyDouble, (value) => Number(plain(value)) === value && /^\d+(\.\d+)?$/.test(plain(value)));
    fc.assert(law, lawParameters(1_000));
  });
});

describe("a duration", () => {
  it("is finite and ≥ 0 in each of its forms", () => {
    const law = fc.property(anyDuration, (value) => {
      const millis = toMillis(value);
      return millis >= 0 && millis < Infinity;
    });
    fc.assert(law, lawParameters(500));
  });

  it("is linear in its figure", () => {
    const law = fc.property(fc.nat(1e6), fc.constantFrom("ms", "s", "m", "h", "d"), (figure, unit) => {
      expect(toMillis(`${figure}${unit}`)).toBe(figure * toMillis(`1${unit}`));
    });
    fc.assert(law, lawParameters(150));
  });

  it("from any text is read or refused, and nothing else happens", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,5}[.,]?\d{0,5} ?(ms|s|m|h|d|S|min)?$/));
    const law = fc.property(text, (written) => {
      const read = refusing(() => duration(written));
      return read === undefined ? true : /^\d+(\.\d+)?(ms|s|m|h|d)$/.test(written);
    });
    fc.assert(law, lawParameters(1_000));
  });
});

function refusing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidOptionError) return undefined;
    throw error;
  }
}
