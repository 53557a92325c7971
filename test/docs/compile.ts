import { resolve } from "node:path";
import ts from "typescript";

/** What does not change while tests run is parsed once. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says about modules that need not exist on disk, by path; each complaint begins with its line. */
export function complaintsAbout(modules: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ".",
  );
  const texts = new Map([...modules].map(([path, text]) => [resolve(path), text]));
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (path, ...rest) => {
    if (!path.includes("/node_modules/")) return parse(path, ...rest);
    if (!libraries.has(path)) libraries.set(path, parse(path, ...rest));
    return libraries.get(path);
  };
  host.fileExists = (path) => texts.has(resolve(path)) || ts.sys.fileExists(path);
  host.readFile = (path) => texts.get(resolve(path)) ?? ts.sys.readFile(path);
  const program = ts.createProgram([...modules.keys()], options, host);
  return new Map([...modules.keys()].map((path) => [path, complaints(program, program.getSourceFile(path)!)]));
}

function complaints(program: ts.Program, file: ts.SourceFile): readonly string[] {
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return found.map(({ start, messageText }) => {
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
    return `${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
