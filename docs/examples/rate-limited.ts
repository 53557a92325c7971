import { crowd } from "./crowd.ts";

const kept = await crowd(console.log);
process.exitCode = kept ? 0 : 1;
