/** Formats that COPY reads and writes. */
@NullMarked
package io.vgi.example.copy;

import org.jspecify.annotations.NullMarked;
