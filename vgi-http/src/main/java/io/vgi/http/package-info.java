/** Services over HTTP: its options, and the server. */
@NullMarked
package io.vgi.http;

import org.jspecify.annotations.NullMarked;
