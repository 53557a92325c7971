#!/bin/sh
# From the shell: retry any command, look at a schedule, judge a policy.

count=$(mktemp)
ostinato run --quiet --attempts 5 --schedule "exponential 5ms, cap 1s, full jitter" --timeout 10s -- \
  sh -c 'echo x >> "$0"; test "$(wc -l < "$0")" -ge 3' "$count"
echo "exit code $?" # => exit code 0
wc -l < "$count" | tr -d ' ' # => 3
rm "$count"

ostinato explain "exponential 200ms, cap 30s, full jitter" --attempts 5 | head -n 2
# => exponential 200ms x2, cap 30s, full jitter
# => 5 attempts

echo '{ "schedule": "fixed 1s", "totalTimeout": "10s" }' | ostinato lint -
# => (standard input): no-jitter: Callers that fail together come back together: add a jitter.
echo "exit code $?" # => exit code 1
