/** Places outside of HTTP answers and requests for what is too big for them. */
@NullMarked
package io.vgi.http.external;

import org.jspecify.annotations.NullMarked;
