// networkErrors: the network failed, so five more attempts within some seconds.
import { retry } from "ostinato";
import { networkErrors } from "ostinato/compat";

const lost = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
let calls = 0;
async function load(): Promise<string> {
  calls += 1;
  if (calls < 3) throw lost;
  return "loaded";
}

console.log(await retry(load, networkErrors), calls); // => loaded 3

const mistake = await retry(() => Promise.reject(new RangeError("a mistake")), networkErrors).catch(String);
console.log(mistake); // => RangeError: a mistake
