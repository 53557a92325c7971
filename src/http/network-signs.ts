/** How one runtime or client names a failure of the network. */
export interface Sign {
  readonly source: string;
}

/** A code that errors carry. */
export interface CodeSign extends Sign {
  readonly code: string;
}

/** A message of errors with this name; `"whole"` allows for a host in brackets behind it, `"part"` for anything around it. */
export interface MessageSign extends Sign {
  readonly name: string;
  readonly message: string;
  readonly match: "whole" | "part";
}

const codesOf = (source: string, ...codes: readonly string[]): readonly CodeSign[] =>
  codes.map((code) => ({ code, source }));

const messagesOf = (
  source: string,
  name: string,
  match: MessageSign["match"],
  ...messages: readonly string[]
): readonly MessageSign[] => messages.map((message) => ({ name, message, match, source }));

/** The codes of a network that failed. */
export const CODES: readonly CodeSign[] = [
  ...codesOf(
    "libuv, docs/src/errors.rst: the connection (Node.js, Bun, Deno)",
    "ECONNABORTED",
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTDOWN",
    "EHOSTUNREACH",
    "ENETDOWN",
    "ENETUNREACH",
    "EPIPE",
    "ETIMEDOUT",
  ),
  ...codesOf("Node.js, doc/api/errors.md and dns.md: names", "EAI_AGAIN", "ENOTFOUND", "ESERVFAIL", "ETIMEOUT"),
  ...codesOf("Node.js, doc/api/errors.md: connecting", "ERR_SOCKET_CONNECTION_TIMEOUT"),
  ...codesOf(
    "Node.js, doc/api/errors.md: HTTP/2",
    "ERR_HTTP2_GOAWAY_SESSION",
    "ERR_HTTP2_SESSION_ERROR",
    "ERR_HTTP2_STREAM_CANCEL",
    "ERR_HTTP2_STREAM_ERROR",
  ),
  ...codesOf("node-fetch, issue 1219: a body cut short", "ERR_STREAM_PREMATURE_CLOSE"),
  ...codesOf(
    "undici, lib/core/errors.js (the fetch of Node.js)",
    "UND_ERR_BODY_TIMEOUT",
    "UND_ERR_CONNECT_TIMEOUT",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
    "UND_ERR_SOCKET",
  ),
  ...codesOf("undici, lib/dispatcher/client-h2.js: the other side closes an HTTP/2 session", "UND_ERR_INFO"),
  ...codesOf(
    "Bun before 1.4, src/bun.js/webcore/fetch/FetchTasklet.zig",
    "ConnectionClosed",
    "ConnectionRefused",
    "FailedToOpenSocket",
  ),
  ...codesOf("axios, lib/core/AxiosError.js: all that a browser tells", "ERR_NETWORK"),
];

/** The messages of a network that failed, where there is no code. */
export const MESSAGES: readonly MessageSign[] = [
  ...messagesOf("undici, lib/web/fetch/index.js (Node.js); Deno 2.9", "TypeError", "whole", "fetch failed"),
  ...messagesOf("undici, lib/web/fetch/index.js: a body cut short", "TypeError", "whole", "terminated"),
  ...messagesOf("Chromium, core/fetch/fetch_manager.cc", "TypeError", "whole", "Failed to fetch"),
  ...messagesOf("Chromium, see whatwg/fetch issue 676: a body cut short", "TypeError", "whole", "network error"),
  ...messagesOf(
    "Firefox, dom/bindings/Errors.msg",
    "TypeError",
    "part",
    "NetworkError when attempting to fetch resource.",
    "Content-Length header of network response exceeds response Body.",
  ),
  ...messagesOf("Firefox: a body cut short", "TypeError", "whole", "Error in input stream", "Error in body stream"),
  ...messagesOf("WebKit, platform/network/ResourceErrorBase.h", "TypeError", "whole", "Load failed"),
  ...messagesOf(
    "WebKit before Safari 17: the text of NSURLError",
    "TypeError",
    "whole",
    "The Internet connection appears to be offline.",
    "The network connection was lost.",
    "The request timed out.",
    "Could not connect to the server.",
    "A server with the specified hostname could not be found.",
  ),
  ...messagesOf(
    "Deno, ext/fetch, and hyper, src/error.rs",
    "TypeError",
    "part",
    "error sending request for url (",
    "error reading a body from connection",
  ),
  ...messagesOf(
    "whatwg-fetch, fetch.js (React Native)",
    "TypeError",
    "whole",
    "Network request failed",
    "Network request timed out",
  ),
  ...messagesOf("Cloudflare Workers, errors and exceptions", "Error", "part", "Network connection lost"),
];

/** Why a `fetch` was refused before or above the network: `cause` says so, under a message of {@link MESSAGES}. */
export const REFUSALS: readonly MessageSign[] = [
  ...messagesOf(
    "undici, lib/web/fetch/index.js: makeNetworkError",
    "Error",
    "whole",
    "about scheme is not supported",
    "bad port",
    "cors failure",
    "integrity mismatch",
    "invalid method",
    "not implemented... yet...",
    "redirect count exceeded",
    "unexpected redirect",
    "unknown scheme",
    "URL scheme must be a HTTP(S) scheme",
  ),
  ...messagesOf(
    "undici, lib/dispatcher/client-h1.js: no HTTP",
    "HTTPParserError",
    "part",
    "Response does not match the HTTP/1.1 protocol",
  ),
  // The cause in Deno 2.9, the error itself before.
  ...["Error", "TypeError"].flatMap((name) =>
    messagesOf(
      "Deno: rustls and hyper below ext/fetch",
      name,
      "part",
      "invalid peer certificate",
      "received corrupt message of type",
      "invalid HTTP version parsed",
    ),
  ),
];
