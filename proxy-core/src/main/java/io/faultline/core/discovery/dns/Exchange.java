package io.faultline.core.discovery.dns;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.DnsClassifier;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to one name server over one socket: connected, asked, answered or not, closed.
 *
 * <p>The socket is its own and connected, over UDP too. So each question leaves from another port,
 * which an attacker would have to guess besides the id (RFC 5452 9.2), the kernel drops what others
 * send, and a server that does not listen is refused at once instead of silent. Control loop only.
 */
final class Exchange extends SimpleChannelInboundHandler<DnsResponse> {

    /** Exactly one of the two is called, once, on the loop; perhaps before {@link #start} returns. */
    interface Ending {
        /** The response is released when this returns. */
        void answered(DnsResponse response);

        void failed(Fault fault);
    }

    private final DnsSockets sockets;
    private final boolean tcp;
    private final InetSocketAddress server;
    private final DnsQuestion question;
    private final Ending ending;
    private final int id;
    private @Nullable Future<?> timer;
    private @Nullable Channel channel;
    private boolean connected;
    private boolean over;

    Exchange(
            DnsSockets sockets,
            boolean tcp,
            InetSocketAddress server,
            DnsQuestion question,
            Ending ending) {
        this.sockets = sockets;
        this.tcp = tcp;
        this.server = server;
        this.question = question;
        this.ending = ending;
        this.id = sockets.newId();
    }

    void start(long timeoutMillis) {
        Bootstrap bootstrap = tcp ? sockets.stream(this) : sockets.datagram(this);
        ChannelFuture connect =
                bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0).connect(server);
        if (connect.isDone()) { // no descriptor: Netty would tell a listener on another thread
            connected(connect);
            return;
        }
        channel = connect.channel();
        timer = sockets.loop().schedule(this::late, timeoutMillis, TimeUnit.MILLISECONDS);
        connect.addListener((ChannelFutureListener) this::connected);
    }

    private void connected(ChannelFuture connect) {
        if (!connect.isSuccess()) {
            fail(DnsClassifier.ofThrowable(connect.cause()));
            return;
        }
        connected = true;
        ByteBuf bytes = connect.channel().alloc().ioBuffer();
        if (tcp) { // RFC 1035 4.2.2: the length first
            bytes.writeShort(0);
            QueryBytes.write(bytes, id, question);
            bytes.setShort(0, bytes.readableBytes() - Short.BYTES);
        } else {
            QueryBytes.write(bytes, id, question);
        }
        connect.channel()
                .writeAndFlush(bytes)
                .addListener(
                        written -> {
                            if (!written.isSuccess()) {
                                fail(DnsClassifier.ofThrowable(written.cause()));
                            }
                        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsResponse response) {
        if (isOurs(response) && finish()) { // what is not ours is a forgery or a leftover: wait on
            ending.answered(response);
        }
    }

    private boolean isOurs(DnsResponse response) {
        if (response.id() != id || response.count(DnsSection.QUESTION) != 1) {
            return false;
        }
        DnsRecord echo = response.recordAt(DnsSection.QUESTION);
        return echo.name().equalsIgnoreCase(question.name()) // RFC 4343: case means nothing
                && echo.type().equals(question.type());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            return; // bytes that are no DNS message are no answer: wait on
        }
        fail(DnsClassifier.ofThrowable(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(Fault.of(TransportFault.CLOSED_EARLY, Side.PROXY, Stage.RESOLVE));
    }

    private void late() {
        fail(
                connected
                        ? DnsClassifier.timeout()
                        : Fault.of(TransportFault.CONNECT_TIMEOUT, Side.PROXY, Stage.RESOLVE));
    }

    private void fail(Fault fault) {
        if (finish()) {
            ending.failed(
                    tcp ? fault.with("over", "tcp, the answer did not fit a datagram") : fault);
        }
    }

    /** The socket goes first: whoever hears of the end may ask the next question at once. */
    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (channel != null) {
            channel.close();
        }
        return true;
    }
}
