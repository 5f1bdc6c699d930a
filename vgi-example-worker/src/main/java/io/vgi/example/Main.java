package io.vgi.example;

/** Entry point of the example worker. */
public final class Main {
  private Main() {}

  /** Runs the worker. */
  public static void main(String[] args) {
    System.err.println("this build of the example worker serves no catalog");
    System.exit(2);
  }
}
