import fc from "fast-check";
import { expect, it } from "vitest";
import { digest, inWords } from "../../src/observe/digest.ts";
import { lawParameters } from "../support/laws.ts";

/** Characters of many kinds, those that steer terminals and end lines among them. */
const unit = fc.oneof(
  fc.constantFrom("\n", "\u2028", "\u2029", "\u001b"),
  fc.integer({ min: 0, max: 0x20_ff }).map((code) => String.fromCharCode(code)),
);

it("whatever is thrown, it is one short line", () => {
  const thrown = fc.oneof(
    fc.anything({ withBigInt: true, withNullPrototype: true, maxDepth: 1 }),
    fc.string({ unit, maxLength: 500 }),
    fc
      .record({ name: fc.anything(), message: fc.string({ unit, maxLength: 500 }), code: fc.anything() })
      .map((fields) => Object.assign(new Error(), fields)),
  );
  fc.assert(
    fc.property(thrown, (error) => {
      const said = inWords(digest(error));
      expect(said.length).toBeLessThanOrEqual(60 + 60 + 200 + 3 + 3);
      expect(said).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
    lawParameters(),
  );
});

it("what a redacting function takes out is nowhere to be found", () => {
  const text = fc.string({ maxLength: 300 });
  fc.assert(
    fc.property(text, text, text, (before, after, name) => {
      const error = Object.assign(new Error(`${before}hunter2${after}`), { name: `${name}hunter2`, code: "hunter2" });
      const kept = digest(error, (shown) => shown.replaceAll("hunter2", ""));
      expect(JSON.stringify(kept)).not.toContain("hunter2");
    }),
    lawParameters(),
  );
});
