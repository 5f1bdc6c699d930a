/** Example functions from rows to rows. */
@NullMarked
package io.vgi.example.inout;

import org.jspecify.annotations.NullMarked;
