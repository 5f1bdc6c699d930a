package io.vgi.function;

/** Keeps its input, by the declaration alone. */
record Kept(FunctionSpec spec) implements KeepingFunction {}
