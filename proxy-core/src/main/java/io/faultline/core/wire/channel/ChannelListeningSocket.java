package io.faultline.core.wire.channel;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.ListeningSocket;
import io.netty.channel.Channel;

/** A listening NIO channel. */
final class ChannelListeningSocket implements ListeningSocket {

    private final Channel channel;
    private final PeerAddress bound;

    ChannelListeningSocket(Channel channel, PeerAddress bound) {
        this.channel = channel;
        this.bound = bound;
    }

    @Override
    public PeerAddress boundAddress() {
        return bound;
    }

    @Override
    public void accept() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void close() {
        channel.close();
    }
}
