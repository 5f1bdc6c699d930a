/** Example aggregates. */
@NullMarked
package io.vgi.example.aggregate;

import org.jspecify.annotations.NullMarked;
