/** What `ostinato --help` says. */
export const HELP = `Retry any command, and look at backoff schedules.

Usage: ostinato COMMAND [OPTIONS]

  run       run a command until it succeeds
  preview   show the delays of a schedule
  fleet     try a policy on many clients and a server
  explain   show what a policy can come to
  lint      say what is unwise about a policy

Options:
  -h, --help       this text; behind a command, the command's own
      --version    the version

Example:
  ostinato run --attempts 5 -- curl -fsS http://127.0.0.1:8080/
`;

/** What `ostinato run --help` says. */
export const RUN_HELP = `Run a command until it succeeds, that is until its exit code is 0.

Usage: ostinato run [OPTIONS] -- COMMAND [ARGUMENTS]

Options:
  --attempts N           how many times at most, the first included; 3 unless
                         given, or Infinity
  --schedule TEXT        how long to wait before each retry; unless given,
                         "exponential 200ms, cap 30s, full jitter"
  --timeout TIME         the longest that one attempt may take, such as 10s
  --total-timeout TIME   the longest that all of it may take, such as 1m
  --retry-on CODES       retry these exit codes alone, such as 1,75,124
  --seed N               draw the same delays every time
  --quiet                say nothing about retries and giving up
  -h, --help             this text

The exit code is that of the last attempt: 124 if it timed out, 128 + n if
signal n ended it, 126 if the command cannot be run, 127 if it is not found;
2 if the options are wrong. SIGINT, SIGTERM and SIGHUP are passed on to the
command, and nothing is retried after them.

Example:
  ostinato run --attempts 5 --timeout 10s \\
    --schedule "exponential 200ms, cap 5s, full jitter" \\
    -- curl -fsS http://127.0.0.1:8080/
`;

/** What `ostinato preview --help` says. */
export const PREVIEW_HELP = `Show the delays of a schedule: before which retry, how long, between which
bounds, and all up to then.

Usage: ostinato preview SCHEDULE [OPTIONS]

Options:
  --attempts N    how many attempts to look at, the first included; 10
                  unless given
  --seed N        draw delays from this seed; unless given, each draw is ½
  --json          the rows as JSON, in milliseconds
  -h, --help      this text

Example:
  ostinato preview "exponential 200ms, cap 30s, full jitter" --attempts 9
`;

/** What `ostinato explain --help` says. */
export const EXPLAIN_HELP = `Show what a policy can come to when every attempt fails: how long it takes at
least, on average and at worst, and which limit binds at each attempt.

Usage: ostinato explain POLICY [OPTIONS]
       ostinato explain [OPTIONS]

POLICY is a file that holds a policy as JSON, or - for the standard input.

Options:
  --schedule TEXT        how long to wait before each retry
  --attempts N           how many attempts at most, the first included
  --timeout TIME         the longest that one attempt may take, such as 10s
  --total-timeout TIME   the longest that all of it may take, such as 1m
  --json                 all figures as JSON, in milliseconds
  -h, --help             this text

Without POLICY these options are the policy; with it they take the place of
what it says.

Example:
  ostinato explain --attempts 5 --schedule "exponential 200ms, full jitter" \\
    --timeout 2s
`;

/** What `ostinato lint --help` says. */
export const LINT_HELP = `Say what is unwise about a policy, a line for each finding. The exit code is 1
where there are findings, 0 where there are none.

Usage: ostinato lint POLICY... [OPTIONS]
       ostinato lint [OPTIONS]

POLICY is a file that holds a policy as JSON, or - for the standard input.

Options:
  --schedule TEXT        how long to wait before each retry
  --attempts N           how many attempts at most, the first included
  --timeout TIME         the longest that one attempt may take, such as 10s
  --total-timeout TIME   the longest that all of it may take, such as 1m
  --allow CODES          findings to leave out, such as no-deadline,no-jitter
  --json                 the findings as JSON
  -h, --help             this text

Without POLICY these options are the policy; with it they take the place of
what it says.

Example:
  ostinato lint policies/*.json --allow no-deadline
`;
