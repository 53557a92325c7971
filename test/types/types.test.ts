import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { complaintsAbout } from "../docs/compile.ts";

const FOLDER = "test/types";
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".test-d.ts"))
  .map((name) => `${FOLDER}/${name}`);

type Complaints = ReturnType<typeof complaintsAbout>;

/** What the compiler says about the files of types, with some sources told otherwise than they stand. */
const judged = (told: Readonly<Record<string, string>> = {}): Complaints =>
  complaintsAbout(
    new Map([...files.map((file) => [file, readFileSync(file, "utf8")] as const), ...Object.entries(told)]),
  );

/** A source with one more change, which must have found its place. */
function changed(told: Record<string, string>, path: string, from: string, to: string): string {
  const text = told[path] ?? readFileSync(path, "utf8");
  expect(text.split(from), `${path} says ${from}`).toHaveLength(2);
  return text.replace(from, to);
}

describe("the public types", () => {
  const ASKING = `${FOLDER}/asking.ts`;
  let complaints: Complaints;
  beforeAll(() => {
    const asking =
      'import { get, move } from "./wraps.test-d.ts";\nexport const a: 0 = get;\nexport const b: 0 = move;\n';
    complaints = judged({ [ASKING]: asking });
  });

  it.each(files)("are as %s says", (file) => {
    expect(complaints.get(file)).toEqual([]);
  });

  it("keep the names of the caller's arguments, and leave out the attempt", () => {
    expect(complaints.get(ASKING)).toEqual([
      expect.stringContaining("url: string, retries?: number | undefined, ...headers: string[]) => Promise<string>'"),
      expect.stringContaining("'(this: Account, amount: number) => Promise<number>'"),
    ]);
  });
});

describe("a type that goes wrong", () => {
  const WRONG: readonly (readonly [file: string, source: string, from: string, to: string])[] = [
    [
      "inference",
      "src/retry/retry.ts",
      "export function retry<T>(operation: Operation<T>, options?: PolicyOptions<NoInfer<T>>",
      "export function retry<T>(operation: Operation<T>, options?: PolicyOptions<T>",
    ],
    ["durations", "src/core/duration.ts", '`${number}${"ms" | "s" | "m" | "h" | "d"}`', "string"],
    [
      "policies",
      "src/policy/policy.ts",
      "(error: unknown, progress: Progress) => boolean",
      "(error: unknown) => unknown",
    ],
    [
      "typed-policy",
      "src/retry/retry.ts",
      "export function settle<T>(operation: Operation<T>, options: PolicyOptions<T>,",
      "export function settle<T>(operation: Operation<T>, options: PolicyOptions<NoInfer<T>>,",
    ],
    [
      "tasks",
      "src/task/app.ts",
      "task<Args extends readonly unknown[] = any, Result = any>(",
      "task<Args extends readonly unknown[], Result>(",
    ],
    [
      "streams",
      "src/retry/operator.ts",
      "export function retryBackoff<T>(",
      "export function retryBackoff<T extends string>(",
    ],
    [
      "retryables",
      "src/retry/retryable.ts",
      "<F extends (...args: any) => Promise<T>>(method: F,",
      "<F extends (...args: any) => Promise<unknown>>(method: F,",
    ],
    [
      "observing",
      "src/observe/combine.ts",
      "readonly PolicyOptions<T>[]): Hooks<T> {",
      "readonly PolicyOptions<T>[]): Hooks {",
    ],
    ["wraps", "src/retry/wrap.ts", "EnvFor<Parameters<F>>,\n): F {", "EnvFor<Parameters<F>>,\n): Function {"],
    [
      "errors",
      "src/policy/errors.ts",
      'readonly code = "POLICY_FUNCTION"',
      'readonly code: string = "POLICY_FUNCTION"',
    ],
  ];
  let complaints: Complaints;
  beforeAll(() => {
    const told: Record<string, string> = {};
    for (const [, path, from, to] of WRONG) told[path] = changed(told, path, from, to);
    complaints = judged(told);
  });

  it.each(WRONG)("is noticed by %s.test-d.ts, in %s", (name) => {
    expect(complaints.get(`${FOLDER}/${name}.test-d.ts`)).not.toEqual([]);
  });

  it("has such a test for every file", () => {
    expect(WRONG.map(([name]) => `${FOLDER}/${name}.test-d.ts`).toSorted(byName)).toEqual(files.toSorted(byName));
  });
});

const byName = (a: string, b: string): number => a.localeCompare(b);
