package io.vgi.function;

/** A COPY statement before it runs; its path is that of the statement. Implemented by the SDK. */
public interface CopyBind extends Copy, Bind {}
