/** Calls over HTTP: requests with bodies of Arrow streams, and their answers. */
@NullMarked
package io.vgi.http.internal.call;

import org.jspecify.annotations.NullMarked;
