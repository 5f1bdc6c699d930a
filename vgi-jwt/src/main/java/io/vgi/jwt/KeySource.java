package io.vgi.jwt;

import io.vgi.http.auth.AuthUnavailableException;

/** Where the keys of an issuer come from. Called by many threads at once. */
interface KeySource {
  /** The keys as far as they are known. */
  Keys current() throws AuthUnavailableException;

  /** The keys published since {@code seen} was; {@code seen} itself when there are none. */
  Keys after(Keys seen) throws AuthUnavailableException;

  /** Keys that never change. */
  record Fixed(Keys current) implements KeySource {
    @Override
    public Keys after(Keys seen) {
      return seen;
    }
  }
}
