import { describe, expect, it } from "vitest";
import { type Fields, NOW, wait, wallNow } from "./limited.ts";

describe("rateLimitReset: what servers send", () => {
  it.each<[source: string, status: number, headers: Fields, wait: number | undefined]>([
    ["draft 11, 6: wait 10 s before following a redirect", 301, { RateLimit: '"problemPolicy";r=0;t=10' }, 10_000],
    ["draft 11, B.1.1: nothing left for 50 s", 429, { RateLimit: '"default";r=0;t=50' }, 50_000],
    [
      "draft 11, B.1.4: Retry-After and RateLimit",
      429,
      {
        Date: "Mon, 05 Aug 2019 09:27:00 GMT",
        "Retry-After": "Mon, 05 Aug 2019 09:27:05 GMT",
        RateLimit: '"default";r=0;t=5',
      },
      5_000,
    ],
    [
      "draft 11, B.2.3: pushing back",
      429,
      { "RateLimit-Policy": '"dynamic";q=15;w=20', RateLimit: '"dynamic";r=0;t=20' },
      20_000,
    ],
    [
      "draft 11, B.3: Retry-After comes first",
      429,
      { "Retry-After": "20", "RateLimit-Policy": '"dynamic";q=100;w=60', RateLimit: '"dynamic";r=15;t=40' },
      20_000,
    ],
    ["draft 11, 4.2: with a partition key", 429, { RateLimit: '"default";r=0;t=60;pk=:QXBwLTk5OQ==:' }, 60_000],
    ["draft 11, 4.2: quota without a window", 429, { RateLimit: '"default";r=999;pk=:dHJpYWwxMjEzMjM=:' }, undefined],
    [
      "draft 11, B.3.1: one of two policies",
      429,
      { "RateLimit-Policy": '"hour";q=1000;w=3600, "day";q=5000;w=86400', RateLimit: '"day";r=0;t=36000' },
      36_000_000,
    ],
    ["an earlier draft: a Token for a name", 429, { RateLimit: "protection;r=0;t=30" }, 30_000],
    ["draft 07: a dictionary, which is no list", 429, { RateLimit: "limit=100, remaining=0, reset=50" }, undefined],
    [
      "draft 06 and Persona: seconds",
      429,
      { "ratelimit-limit": "300", "ratelimit-remaining": "0", "ratelimit-reset": "53" },
      53_000,
    ],
    [
      "GitLab: an instant in RateLimit-Reset, something left, but 429 (issue 199738)",
      429,
      {
        Date: "Thu, 30 Jan 2020 14:14:16 GMT",
        "RateLimit-Remaining": "595",
        "RateLimit-Reset": "1580393717",
        "RateLimit-ResetTime": "Thu, 30 Jan 2020 14:15:17 GMT",
      },
      61_000,
    ],
    [
      "GitLab: Retry-After besides",
      429,
      { "RateLimit-Remaining": "0", "RateLimit-Reset": "1609844400", "Retry-After": "30" },
      30_000,
    ],
    [
      "Syntage: epoch seconds and a Date",
      429,
      { Date: "Sun, 29 Nov 2020 19:21:21 GMT", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1606678044" },
      363_000,
    ],
    [
      "GitHub: the primary limit, by status 403",
      403,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW + 90) },
      90_000,
    ],
    [
      "GitHub: the secondary limit, by Retry-After",
      403,
      { "retry-after": "60", "x-ratelimit-remaining": "4999", "x-ratelimit-reset": String(NOW + 3_000) },
      60_000,
    ],
    [
      "GitHub: a fault that has nothing to do with limits",
      502,
      { "x-ratelimit-remaining": "4999", "x-ratelimit-reset": String(NOW + 3_000) },
      undefined,
    ],
    [
      "WHOOP: seconds",
      429,
      {
        "X-RateLimit-Limit": "100, 100;window=60, 10000;window=86400",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "3",
      },
      3_000,
    ],
    ["epoch milliseconds", 429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(wallNow + 1_234) }, 1_234],
    [
      "lemlist: a date in words, which is no figure",
      429,
      { "X-RateLimit-Reset": "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)" },
      undefined,
    ],
    ["Azure App Configuration", 429, { "retry-after-ms": "10" }, 10],
    ["Azure App Configuration, another condition", 503, { "retry-after-ms": "787" }, 787],
    ["Azure Cosmos DB", 429, { "x-ms-retry-after-ms": "100" }, 100],
    [
      "Azure: milliseconds before seconds (core-rest-pipeline)",
      429,
      { "retry-after": "1", "retry-after-ms": "20", "x-ms-retry-after-ms": "30" },
      20,
    ],
    ["AWS (smithy)", 500, { "x-amz-retry-after": "500" }, 500],
  ])("%s", (_, status, headers, expected) => {
    expect(wait(headers, status)).toBe(expected);
  });
});
