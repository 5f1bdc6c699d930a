/** HTTP: every call a request, every turn of a stream a request, state in sealed tokens. */
@NullMarked
package io.vgi.rpc.internal.http;

import org.jspecify.annotations.NullMarked;
