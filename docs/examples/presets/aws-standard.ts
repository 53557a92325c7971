// awsStandard: the standard retry mode of the AWS SDKs, with a quota of its own.
import { awsStandard } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });
const refused = Object.assign(new Error("no such table"), { name: "ResourceNotFoundException" });
const towardsS3 = awsStandard();

console.log((await simulate(towardsS3, [fail(throttled), fail(throttled), ok("stored")])).timeline); // => x 500ms x 1s o
console.log((await simulate(towardsS3, [fail(refused)])).timeline); // => x (not-retryable)
console.log(awsStandard({ edition: "2.1" }).schedule.name); // => exponential 50ms x2, cap 20s, full jitter
