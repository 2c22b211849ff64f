package io.faultline.app.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes pieces to one channel, each when the one before has left for the kernel. */
final class ChannelStream implements AdminStream {

    private final Channel channel;
    private final AtomicBoolean onItsWay = new AtomicBoolean();

    ChannelStream(Channel channel) {
        this.channel = channel;
    }

    @Override
    public boolean offer(byte[] piece) {
        if (!onItsWay.compareAndSet(false, true)) {
            return false;
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(piece))
                .addListener(
                        sent -> {
                            onItsWay.set(false);
                            if (!sent.isSuccess()) {
                                channel.close();
                            }
                        });
        return true;
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void close() {
        channel.close();
    }
}
