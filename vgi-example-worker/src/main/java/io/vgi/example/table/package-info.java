/** Table functions of the example catalog, and the tables they are behind. */
@NullMarked
package io.vgi.example.table;

import org.jspecify.annotations.NullMarked;
