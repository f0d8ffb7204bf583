/**
 * The gateway's own room: it is the meeting. People come with a browser through a link, everybody hears everybody, and the
 * agent hears each of them apart.
 */
@NullMarked
package parley.connectors.room;

import org.jspecify.annotations.NullMarked;
