package io.faultline.core.wire.channel;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.HeldBytes;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A wire that is a Netty channel. It reads only when asked, and copies what it reads into the loop's
 * chunk: the price of one contract for all systems.
 */
final class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {

    private final ChannelLoop shared;
    private final Channel channel;
    private final @Nullable PeerAddress connectingTo;

    private @Nullable WireReader reader;
    private @Nullable HeldBytes unread;
    private boolean closed;
    private boolean reading;
    private boolean endSeen;
    private boolean endTold;
    private boolean finishing;
    private int pendingBytes;
    private boolean inWrite;
    private boolean backlogged; // the writer was told to wait

    ChannelWire(ChannelLoop shared, Channel channel, @Nullable PeerAddress connectingTo) {
        this.shared = shared;
        this.channel = channel;
        this.connectingTo = connectingTo;
    }

    void connectEnded(@Nullable Throwable cause, ConnectObserver observer) {
        shared.turn.event();
        if (closed) {
            return;
        }
        if (cause == null) {
            observer.onConnected(this);
        } else {
            close();
            observer.onConnectFailed(this, Errno.of(cause));
        }
    }

    // ---- what the channel tells us

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        shared.turn.event();
        var bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && !closed) {
                hand(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void hand(ByteBuf bytes) {
        int length = Math.min(bytes.readableBytes(), ChannelLoop.READ_BYTES);
        ByteBuffer target = shared.readChunk.buffer().duplicate();
        bytes.readBytes(target.clear().limit(length));
        reader().onBytes(this, shared.readChunk, 0, length);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (reading && !closed) {
            channel.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            shared.turn.event();
            endSeen = true;
            tellEnd();
        }
    }

    private void tellEnd() {
        if (endSeen && reading && !endTold && !closed) {
            endTold = true;
            reader().onEnd(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        breakNow(Errno.of(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        breakNow(Errno.ECONNRESET);
    }

    private void breakNow(int errno) {
        if (closed) {
            return;
        }
        WireReader told = reader;
        close();
        if (told != null) {
            told.onBroken(this, errno);
        }
    }

    // ---- the wire

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public void resumeReading() {
        if (closed || reading) {
            return;
        }
        reading = true;
        if (unread != null) {
            channel.eventLoop().execute(this::readAgain);
        } else {
            readOn();
        }
    }

    private void readOn() {
        if (endSeen) {
            channel.eventLoop().execute(this::tellEnd);
        } else {
            channel.read();
        }
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        assert unread == null : "bytes were given back twice";
        unread = HeldBytes.copy(shared.chunks, chunk, from, to);
        reading = false;
    }

    private void readAgain() {
        HeldBytes held = unread;
        if (closed || !reading || held == null) {
            return;
        }
        unread = null;
        reader().onBytes(this, held.chunk(), 0, held.length());
        held.giveBackTo(shared.chunks);
        if (!closed && reading) {
            readOn();
        }
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        if (closed) {
            return false;
        }
        int length = to - from;
        ByteBuf copy = channel.alloc().directBuffer(length);
        copy.writeBytes(chunk.buffer().slice(from, length));
        waiting(length);
        inWrite = true;
        channel.writeAndFlush(copy).addListener(done -> written(done, length));
        inWrite = false;
        backlogged = pendingBytes > 0;
        return !backlogged;
    }

    private void written(Future<? super Void> done, int length) {
        waiting(-length);
        if (inWrite || closed) {
            if (!done.isSuccess() && !closed) {
                channel.eventLoop().execute(() -> breakNow(Errno.of(done.cause())));
            }
            return;
        }
        if (!done.isSuccess()) {
            breakNow(Errno.of(done.cause()));
        } else if (pendingBytes == 0 && backlogged) {
            backlogged = false;
            if (finishing) {
                ((SocketChannel) channel).shutdownOutput();
            }
            reader().onDrained(this);
        }
    }

    private void waiting(int bytes) {
        pendingBytes += bytes;
        shared.chunks.waitingElsewhere(bytes);
    }

    @Override
    public int backlogBytes() {
        return pendingBytes;
    }

    @Override
    public void finish() {
        if (!closed && !finishing) {
            finishing = true;
            if (pendingBytes == 0) {
                ((SocketChannel) channel).shutdownOutput(); // it would fail what is still queued
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            reading = false;
            if (unread != null) {
                unread.giveBackTo(shared.chunks);
                unread = null;
            }
            channel.close();
        }
    }

    @Override
    public void reset() {
        if (!closed) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            close();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public PeerAddress localAddress() {
        return PeerAddress.from((InetSocketAddress) channel.localAddress());
    }

    @Override
    public PeerAddress remoteAddress() {
        return connectingTo != null
                ? connectingTo
                : PeerAddress.from((InetSocketAddress) channel.remoteAddress());
    }

    private WireReader reader() {
        WireReader known = reader;
        assert known != null : "a wire must have a reader before it reads";
        return known;
    }

    @Override
    public String toString() {
        return "channel " + channel;
    }
}
