/** Streams between two requests: what waits here, and the tokens that bring it back elsewhere. */
@NullMarked
package io.vgi.http.internal.stream;

import org.jspecify.annotations.NullMarked;
