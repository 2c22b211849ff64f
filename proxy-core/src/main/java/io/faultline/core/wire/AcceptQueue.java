package io.faultline.core.wire;

/**
 * The kernel's queue of a listening socket: clients that are connected and wait for us to accept them.
 *
 * @param waiting in the queue now
 * @param room how many it holds; less than what was asked for where the system caps it
 * @param dropped clients that found no room in this socket's queue since it listens, or -1 where the
 *     kernel does not tell
 */
public record AcceptQueue(int waiting, int room, long dropped) {}
