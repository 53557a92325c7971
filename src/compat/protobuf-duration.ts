/** Ten thousand years in milliseconds: the longest that a protobuf duration may be. Source: `google/protobuf/duration.proto`. */
export const LONGEST_PROTOBUF = 315_576_000_000_000;
