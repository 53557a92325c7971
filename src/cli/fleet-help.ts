/** What `ostinato fleet --help` says. */
export const FLEET_HELP = `Try a policy on many clients and a server, in virtual time: attempts per second
as a plot, and how much load the retries add, for how long.

Usage: ostinato fleet SCHEDULE [OPTIONS]

The clients:
  --clients N            how many there are, each with a budget of its own; 1
                         unless given
  --arrivals N           requests per second of all together; unless given, 70 %
                         of what the server can take
  --think TIME           instead: each waits for its answer, thinks for about
                         this long, and asks again
  --attempts N           how many attempts at most, the first included; 3
  --timeout TIME         the longest that one attempt may take; 1s
  --total-timeout TIME   the longest that all attempts may take
  --budget BUDGET        CAPACITY, or CAPACITY,PER_SUCCESS, or grpc, aws,
                         aws-2.1, finagle; none unless given
  --layers N             how many services retry in a row, by the same policy; 1

The server:
  --outage TIME          all workers stop for so long, from 10s on
  --capacity N           calls per second that it can take
  --workers N            how many calls it works on at once; 10
  --service-time TIME    how long the work takes on average; 100ms
  --queue N              how many calls may wait; no limit unless given

  --duration TIME        how long it goes on; 2m beyond the outage
  --seed N               another seed is another day; 1
  --json                 the report as JSON, in milliseconds
  --svg FILE             the plot as a picture, too
  -h, --help             this text

Example:
  ostinato fleet "exponential 200ms, cap 30s, full jitter" --clients 1000 \\
    --outage 20s --capacity 200
`;
