/** Meetings on a Janus server: its VideoRoom, where every voice comes for itself, and its AudioBridge, which mixes them. */
@NullMarked
package parley.connectors.janus;

import org.jspecify.annotations.NullMarked;
