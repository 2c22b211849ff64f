package io.faultline.app.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client of the operators' port: one request, one answer, and the connection is closed. Without
 * keep-alive there is no pipelining and no queue of answers that nobody reads; an operator does not
 * notice, and the port is the last thing that may fall over.
 */
final class AdminConnection extends ChannelInboundHandlerAdapter {

    /** What a page of ours may do in a browser: use what comes from here, and nothing else. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final AdminPages pages;
    private final HostCheck hosts;
    private final AdminLimits limits;
    private final AdminToken token;
    private boolean answered;
    private boolean speaksJson;
    private boolean goesOn;
    private @Nullable PendingTask pending; // its body is still coming
    private @Nullable Future<?> deadline;

    AdminConnection(AdminPages pages, HostCheck hosts, AdminLimits limits, AdminToken token) {
        this.pages = pages;
        this.hosts = hosts;
        this.limits = limits;
        this.token = token;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        closeAfter(ctx, limits.headPatience());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!answered && message instanceof HttpRequest request) {
                answered = true;
                speaksJson = AdminQuery.isVersioned(request.uri());
                PendingTask begun = PendingTask.of(request, pages);
                AdminReply refusal = begun == null ? null : refusal(ctx, request, begun);
                if (begun == null) {
                    send(ctx, reply(request));
                } else if (refusal != null) {
                    send(ctx, refusal);
                } else {
                    pending = begun;
                }
            }
            if (pending != null && message instanceof HttpContent content) {
                taken(ctx, pending, content);
            }
            // All else is thrown away: bodies, pipelined requests, what comes while we close.
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private @Nullable AdminReply refusal(
            ChannelHandlerContext ctx, HttpRequest request, PendingTask task) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        AdminReply stranger = checkHost(request);
        return stranger != null ? stranger : task.refusal(request, token, certificate(ctx));
    }

    private void taken(ChannelHandlerContext ctx, PendingTask task, HttpContent content) {
        AdminReply tooLong = task.add(content);
        if (tooLong != null) {
            pending = null;
            send(ctx, tooLong);
        } else if (content instanceof LastHttpContent) {
            pending = null;
            closeAfter(ctx, limits.taskPatience());
            String certificate = certificate(ctx);
            String who =
                    ctx.channel().remoteAddress()
                            + (certificate == null ? "" : " (" + certificate + ")");
            task.run(who, reply -> ctx.executor().execute(() -> send(ctx, reply)));
        }
    }

    private static @Nullable String certificate(ChannelHandlerContext ctx) {
        return AdminTls.principal(ctx.pipeline().get(SslHandler.class));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // A client may say it is done and still read. It is over when it never asked anything, or
        // when it has had its answer.
        if (event == ChannelInputShutdownEvent.INSTANCE
                && (!answered || goesOn || ((DuplexChannel) ctx.channel()).isOutputShutdown())) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // the client went away, or sent what no decoder takes: nothing to tell anybody
    }

    private AdminReply reply(HttpRequest request) {
        DecoderResult decoded = request.decoderResult();
        if (decoded.isFailure()) {
            return unreadable(decoded.cause());
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return AdminReply.text(405, "Only GET and HEAD: this page changes nothing.");
        }
        if (HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) != 0) {
            return AdminReply.text(400, "A request for a page has no body.");
        }
        AdminReply refusal = checkHost(request);
        AdminReply page = refusal != null ? refusal : page(request);
        return page.goesOn() != null && request.method().equals(HttpMethod.HEAD)
                ? AdminReply.text(405, "Only GET: this page has no end.")
                : page;
    }

    private static AdminReply unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException tooLong -> AdminReply.text(414, "The URI is too long.");
            case TooLongHttpHeaderException tooLong ->
                    AdminReply.text(431, "The headers are too large.");
            default -> AdminReply.text(400, "This is not an HTTP request.");
        };
    }

    private @Nullable AdminReply checkHost(HttpRequest request) {
        List<String> given = request.headers().getAll(HttpHeaderNames.HOST);
        if (given.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return null; // no browser sends this
        }
        if (given.size() != 1) {
            return AdminReply.text(400, "RFC 9112 3.2: exactly one Host header.");
        }
        return hosts.allows(given.getFirst())
                ? null
                : AdminReply.text(
                        421,
                        "This port answers to IP addresses, to localhost and to the name in"
                                + " admin.bind, so that no web page can reach it by a name of its own"
                                + " (DNS rebinding). Ask by IP address.");
    }

    private AdminReply page(HttpRequest request) {
        if (!request.uri().startsWith("/")) {
            return AdminReply.text(400, "The request target must be a path.");
        }
        try {
            return pages.answer(query(request));
        } catch (IllegalArgumentException e) {
            return AdminReply.text(400, "The request target is malformed.");
        }
    }

    /** @throws IllegalArgumentException when the target is malformed */
    static AdminQuery query(HttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Map<String, String> parameters = new TreeMap<>();
        uri.parameters().forEach((name, values) -> parameters.put(name, values.getFirst()));
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        return new AdminQuery(uri.path(), parameters, accept);
    }

    private void send(ChannelHandlerContext ctx, AdminReply made) {
        AdminReply reply = made.forProgram(speaksJson);
        closeAfter(ctx, limits.replyPatience());
        if (reply.goesOn() != null) {
            goOn(ctx, reply, reply.goesOn());
            return;
        }
        ByteBuf body = Unpooled.wrappedBuffer(reply.body().getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), body);
        describe(response, reply).set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (reply.status() == 405) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        ctx.writeAndFlush(response).addListener((ChannelFuture sent) -> finish(ctx, sent));
    }

    private static HttpHeaders describe(HttpResponse response, AdminReply reply) {
        return response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff")
                .set("cross-origin-resource-policy", "same-origin")
                .set("content-security-policy", CONTENT_POLICY)
                .set("referrer-policy", "no-referrer")
                .set(HttpHeaderNames.CONNECTION, "close");
    }

    /** Neither a length nor chunks: the body ends with the connection. Nobody is hurried any more. */
    private void goOn(ChannelHandlerContext ctx, AdminReply reply, Consumer<AdminStream> begin) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        describe(head, reply);
        ctx.writeAndFlush(head);
        ctx.pipeline().remove(HttpServerCodec.class); // from here on all is body
        goesOn = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        begin.accept(new ChannelStream(ctx.channel()));
    }

    /** To close with unread bytes is to send RST, which can destroy the answer before it is read. */
    private static void finish(ChannelHandlerContext ctx, ChannelFuture sent) {
        DuplexChannel channel = (DuplexChannel) ctx.channel();
        if (!sent.isSuccess() || channel.isInputShutdown()) {
            ctx.close();
            return;
        }
        ctx.pipeline().remove(HttpServerCodec.class); // what still comes is not worth decoding
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else { // RFC 8446 6.1: close_notify first, so that nobody takes it for a cut
            tls.closeOutbound().addListener(said -> channel.shutdownOutput());
        }
    }

    private void closeAfter(ChannelHandlerContext ctx, Duration patience) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline =
                ctx.executor()
                        .schedule(() -> ctx.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
