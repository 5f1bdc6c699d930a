/** HTTP: every call a request, every turn of a stream a request, state in sealed tokens. */
@NullMarked
package io.vgi.http.internal.server;

import org.jspecify.annotations.NullMarked;
