/** Gives a meeting's engine its ears, mouth, brain and clock: everything with threads, sockets and files around it. */
@NullMarked
package parley.conversation.driver;

import org.jspecify.annotations.NullMarked;
