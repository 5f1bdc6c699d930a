package io.vgi.example.inout;

import io.vgi.state.StateCodec;

/** The part of functions that keep rows and nothing else. */
enum Nothing {
  NOTHING;

  static final StateCodec<Nothing> CODEC = StateCodec.of((part, out) -> {}, in -> NOTHING);
}
