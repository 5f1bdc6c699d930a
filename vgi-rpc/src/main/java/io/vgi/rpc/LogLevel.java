package io.vgi.rpc;

/** The levels of a message sent to the client's log. */
public enum LogLevel {
  /** Something failed, the call goes on. */
  ERROR,
  /** Something looks wrong. */
  WARN,
  /** Worth knowing. */
  INFO,
  /** For whoever debugs the function. */
  DEBUG,
  /** Every step. */
  TRACE
}
