package io.vgi.function;

/** A COPY statement before it runs. Implemented by the SDK. */
public interface CopyBind extends Copy, Bind {}
