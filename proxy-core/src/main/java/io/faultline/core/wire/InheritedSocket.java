package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;

/**
 * A listening socket that another process bound: our predecessor, or the one that started us.
 *
 * @param name what its giver calls it; "" when it has no name
 * @param kept whether the giver keeps it and will listen again when we have gone: then what waits in
 *     its queue as we end is not ours to take
 */
public record InheritedSocket(int descriptor, PeerAddress address, String name, boolean kept) {}
