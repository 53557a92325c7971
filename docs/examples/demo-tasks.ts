import { fetchTweets } from "./fetch-tweets.ts";

const { stdout } = process;
/** On a terminal the line of the moment is written over; elsewhere only a change is worth a line. */
let last = "";
const view = (line: string): void => {
  if (line === last) return;
  last = line;
  stdout.write(stdout.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
};
const print = (line: string): void => {
  stdout.write(`${stdout.isTTY && last !== "" ? "\n" : ""}${line}\n`);
  last = "";
};

const kept = await fetchTweets(print, view, 3_000);
process.exitCode = kept ? 0 : 1;
