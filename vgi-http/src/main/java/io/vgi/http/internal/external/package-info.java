/** The files behind a storage of results, as the HTTP server hands them out. */
@NullMarked
package io.vgi.http.internal.external;

import org.jspecify.annotations.NullMarked;
