package io.vgi.testing;

import io.vgi.rpc.LogLevel;

/**
 * A message that a function sent to the engine's log.
 *
 * @param level its level
 * @param text what it says
 */
public record LogMessage(LogLevel level, String text) {}
