// Makes a package in FOLDER that uses the packed TARBALL, and compiles it with several compilers.
// node test/package/install.mjs TARBALL FOLDER
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [tarball, folder] = process.argv.slice(2).map((path) => resolve(path));
const { exports, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const entries = Object.keys(exports)
  .filter((entry) => entry !== "./package.json")
  .map((entry) => `ostinato${entry.slice(1)}`);
const IMPORTING = `
for (const entry of entries) if (Object.keys(await import(entry)).length === 0) throw new Error(entry + " is empty");
for (const consumer of consumers) await import("./out-nodenext/" + consumer + ".js");
`;
const REQUIRING = `
const { retry } = require("ostinato");
for (const entry of entries) if (Object.keys(require(entry)).length === 0) throw new Error(entry + " is empty");
import("ostinato").then(async (imported) => {
  if (imported.retry !== retry) throw new Error("require and import give two copies");
  if ((await retry(() => "required")) !== "required") throw new Error("retry does not work when required");
  console.log("a consumer that requires is served");
});
`;
const consumers = ["consumer", "consumer-entries"];
const compilers = { 5.4: "5.4.5", 5.9: "5.9.3", "6.0": "6.0.3", "7.0": "7.0.2" };

const write = (name, text) => writeFileSync(join(folder, name), text);
const run = (command, ...args) => execFileSync(command, args, { cwd: folder, stdio: "inherit" });

mkdirSync(folder, { recursive: true });
write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
const aliases = Object.entries(compilers).map(([name, version]) => `typescript-${name}@npm:typescript@${version}`);
const peers = Object.keys(peerDependencies).map((name) => `${name}@${installed(name)}`);
run("npm", "install", "--no-audit", "--no-fund", "--save-exact", tarball, ...peers, ...aliases);

for (const consumer of consumers) copyFileSync(`test/package/${consumer}.ts`, join(folder, `${consumer}.ts`));
write("entries.ts", entries.map((entry, index) => `export * as entry${index} from "${entry}";\n`).join(""));
const [named, users] = [entries, consumers].map((names) => JSON.stringify(names));
write("import.mjs", `const entries = ${named};\nconst consumers = ${users};\n${IMPORTING}`);
write("require.cjs", `const entries = ${named};\n${REQUIRING}`);

const settings = { nodenext: { module: "nodenext" }, bundler: { module: "esnext", moduleResolution: "bundler" } };
for (const [resolution, setting] of Object.entries(settings)) {
  const compilerOptions = {
    ...setting,
    target: "es2022",
    lib: ["es2022", "esnext.disposable", "dom", "dom.iterable"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    declaration: true,
    outDir: `out-${resolution}`,
  };
  write(
    `tsconfig.${resolution}.json`,
    JSON.stringify({ compilerOptions, files: [...consumers, "entries"].map((file) => `${file}.ts`) }),
  );
  for (const [name, version] of Object.entries(compilers)) {
    const compiler = `node_modules/typescript-${name}/bin/tsc`;
    const own = execFileSync("node", [compiler, "--version"], { cwd: folder, encoding: "utf8" }).trim();
    if (own !== `Version ${version}`) throw new Error(`TypeScript ${version} was asked for, ${own} came`);
    run("node", compiler, "-p", `tsconfig.${resolution}.json`);
    console.log(`TypeScript ${version}, ${resolution}: compiled`);
  }
}

function installed(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
}
