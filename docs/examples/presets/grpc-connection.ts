// grpcConnection: how gRPC tries to connect, for ever, up to two minutes apart.
import { grpcConnection } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

console.log((await simulate(grpcConnection, [fail(), fail(), fail(), ok("connected")])).timeline);
// => x 1s x 1.6s x 2.56s o
console.log(grpcConnection.schedule.bounds(99).max); // => 144000
