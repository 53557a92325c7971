import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const { projectDocuments, ...site } = JSON.parse(readFileSync("typedoc.json", "utf8")) as {
  readonly projectDocuments: readonly string[];
  readonly entryPoints: readonly string[];
  readonly treatWarningsAsErrors: boolean;
  readonly plugin: readonly string[];
  readonly customCss: string;
};

const listed = (path: string): boolean =>
  projectDocuments.some((pattern) =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`).test(path),
  );

it("the site has every page of the guide, and every decision", () => {
  const pages = ["docs", "docs/decisions"].flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`));
  expect(pages.filter((path) => path.endsWith(".md") && !listed(path))).toEqual([]);
});

it("the site has every entry of the package", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, { types?: string }>;
  };
  const sources = Object.values(exports).flatMap(
    ({ types }) => types?.replace("./dist/", "src/").replace(".d.ts", ".ts") ?? [],
  );
  expect(site.entryPoints).toEqual(sources);
});

it("the site takes no warning, and has its parts", () => {
  expect(site.treatWarningsAsErrors).toBe(true);
  expect([...site.plugin, site.customCss].filter((path) => !existsSync(path))).toEqual([]);
});
