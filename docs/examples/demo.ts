import { scenario } from "./scenario.ts";

const kept = await scenario(console.log);
process.exitCode = kept ? 0 : 1;
