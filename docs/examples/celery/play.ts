import { inspect } from "node:util";
import { samples } from "./samples.ts";

/** Plays the samples of the names, or all of them, and prints what each one comes to. */
const wanted = process.argv.slice(2);
for (const [file, module] of samples) {
  for (const [name, sample] of Object.entries(module)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`${file} ${name}`, inspect(await sample(), { depth: 6 }));
  }
}
