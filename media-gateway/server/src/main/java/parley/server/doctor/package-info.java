/** What is there, what is missing, and what to do about it. */
@NullMarked
package parley.server.doctor;

import org.jspecify.annotations.NullMarked;
