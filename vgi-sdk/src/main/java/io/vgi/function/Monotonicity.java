package io.vgi.function;

/** How a scalar's result moves when one argument grows and the others stay. */
public enum Monotonicity {
  /** Not known. */
  UNKNOWN,
  /** It does not depend on the argument. */
  CONSTANT,
  /** It never falls. */
  NON_DECREASING,
  /** It rises. */
  STRICTLY_INCREASING,
  /** It never rises. */
  NON_INCREASING,
  /** It falls. */
  STRICTLY_DECREASING
}
