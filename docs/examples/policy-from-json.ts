import { onError, policyFromJSON, policyToJSON, type PolicyFunctions } from "ostinato";

class Busy extends Error {}

/** The only functions that a file may name. */
const functions: PolicyFunctions = { predicates: { busy: onError(Busy) } };

const file = `{
  "schedule": "exponential 200ms, cap 30s, full jitter",
  "attempts": 5,
  "totalTimeout": "1m",
  "retryIf": "busy"
}`;

const read = policyFromJSON(JSON.parse(file), functions);
console.log(JSON.stringify(policyToJSON(read, functions)));
