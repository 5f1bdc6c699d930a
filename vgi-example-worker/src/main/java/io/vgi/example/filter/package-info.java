/** Table functions that show what the engine hands down to them. */
@NullMarked
package io.vgi.example.filter;

import org.jspecify.annotations.NullMarked;
