import type { Source } from "../support/sources.ts";

/** What a rule finds wrong, one sentence each; nothing where all is well. */
export type Rule = (files: readonly Source[]) => readonly string[];

/** The complaints about all files, each with the file's path. */
export function perFile(files: readonly Source[], complaints: (file: Source) => readonly string[]): readonly string[] {
  return files.flatMap((file) => complaints(file).map((complaint) => `${file.path} ${complaint}`));
}

/** The room that a file lies in, or "" for one outside. */
export const roomOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? "";
