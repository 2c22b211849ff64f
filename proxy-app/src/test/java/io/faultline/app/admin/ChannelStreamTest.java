package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ChannelStreamTest {

    /** A client that reads when the test says so. */
    private final Deque<ChannelPromise> onTheirWay = new ArrayDeque<>();

    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new ChannelOutboundHandlerAdapter() {
                        @Override
                        public void write(
                                ChannelHandlerContext ctx, Object piece, ChannelPromise sent) {
                            ReferenceCountUtil.release(piece);
                            onTheirWay.add(sent);
                        }
                    });

    private final ChannelStream stream = new ChannelStream(channel);

    @Test
    void aPieceThatComesWhileOneIsOnItsWayIsRefusedAndNotQueued() {
        assertThat(stream.offer(bytes("first"))).isTrue();

        assertThat(stream.offer(bytes("second"))).isFalse();
        assertThat(stream.offer(bytes("third"))).isFalse();
        assertThat(onTheirWay).hasSize(1);

        onTheirWay.remove().setSuccess();
        assertThat(stream.offer(bytes("fourth"))).isTrue();
    }

    @Test
    void aPieceThatCannotBeSentEndsTheStream() {
        stream.offer(bytes("lost"));

        onTheirWay.remove().setFailure(new IOException("reset"));
        channel.runPendingTasks();

        assertThat(stream.isOpen()).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
