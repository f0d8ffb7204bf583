/**
 * The UDP port that all peer connections of a gateway share, on Netty. To put a bad network in front of a port, in real time
 * and from a seed:
 *
 * <pre>{@code
 * EmulatedPath path = new EmulatedPath(NetworkConditions.PERFECT.withDelay(40, 15).withBursts(0.05, 3), seed);
 * MediaPort port = MediaPort.openBehind(path, MediaPortConfig.loopback(), group, identity, random);
 * // later: path.change(worse, worse); path.lost();
 * }</pre>
 *
 * A synthetic guest of a room takes such a path with {@code RoomClient.behind(path, ...)}.
 */
@NullMarked
package parley.webrtc.driver;

import org.jspecify.annotations.NullMarked;
