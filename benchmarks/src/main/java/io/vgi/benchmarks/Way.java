package io.vgi.benchmarks;

/** How DuckDB reaches a worker. */
enum Way {
  STDIO("stdio"),
  LAUNCH("launch"),
  HTTP("http"),
  /** HTTP, with callers known by a token. */
  BEARER("http, bearer token");

  private final String text;

  Way(String text) {
    this.text = text;
  }

  boolean isHttp() {
    return this == HTTP || this == BEARER;
  }

  @Override
  public String toString() {
    return text;
  }
}
