import { expect, it } from "vitest";
import { InvalidOptionError, policy, retry } from "../../src/index.ts";

const controller = new AbortController();

it.each([
  ["a signal", controller.signal],
  ["a controller", controller],
  ["a promise", Promise.resolve({ signal: controller.signal })],
  ["a list", []],
  ["a map", new Map([["signal", controller.signal]])],
])("%s is refused where options belong", async (_, value) => {
  await expect(retry(() => 1, {}, value as object)).rejects.toBeInstanceOf(InvalidOptionError);
  expect(() => policy(value as object)).toThrow(InvalidOptionError);
});
