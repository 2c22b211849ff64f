package io.faultline.app.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All clients of the private proxy: how many of each kind come, and what they did in the end. */
final class Cast {

    private static final int REGULARS = 12;
    private static final int PASSERS_BY = 4;
    private static final int BURST = 32;
    private static final int MANY_ACTS = 400;

    private final Stage stage;
    private final List<Visitor> tcp = new ArrayList<>();
    private final List<Visitor> http1 = new ArrayList<>();
    private final List<Visitor> http2 = new ArrayList<>();
    private @Nullable TlsVisitors tls;

    private Cast(Stage stage) {
        this.stage = stage;
    }

    static Cast enter(Repertoire repertoire, PrivateProxy proxy, Stage stage) throws IOException {
        var cast = new Cast(stage);
        proxy.listener("tcp").ifPresent(cast::enterTcp);
        proxy.listener("tcp-refused")
                .ifPresent(where -> cast.add(cast.tcp, new TcpVisitor(stage, where, 2)));
        proxy.listener("http").ifPresent(cast::enterHttp);
        Optional<InetSocketAddress> secure = proxy.listener("tls");
        if (secure.isPresent()) {
            cast.tls = new TlsVisitors(stage, secure.get(), repertoire.http());
            cast.tls.come();
        }
        return cast;
    }

    /** Some stay long, some come for one thing, and once a crowd comes all together. */
    private void enterTcp(InetSocketAddress where) {
        for (int i = 0; i < REGULARS; i++) {
            add(tcp, new TcpVisitor(stage, where, MANY_ACTS));
        }
        for (int i = 0; i < PASSERS_BY + BURST; i++) {
            add(tcp, new TcpVisitor(stage, where, i < PASSERS_BY ? 1 : MANY_ACTS));
        }
    }

    private void enterHttp(InetSocketAddress where) {
        for (int i = 0; i < REGULARS; i++) {
            add(http1, new Http1Visitor(stage, where, MANY_ACTS));
        }
        for (int i = 0; i < PASSERS_BY + BURST; i++) {
            add(http1, new Http1Visitor(stage, where, i < PASSERS_BY ? 1 : MANY_ACTS));
        }
        for (int i = 0; i < PASSERS_BY; i++) {
            add(http2, new Http2Visitor(stage, where));
        }
    }

    private void add(List<Visitor> kind, Visitor visitor) {
        kind.add(visitor);
        visitor.come();
    }

    WarmUp.Done leave() {
        return new WarmUp.Done(acts(tcp), acts(http1), acts(http2), tls == null ? 0 : tls.leave());
    }

    private static long acts(List<Visitor> kind) {
        return kind.stream().mapToLong(Visitor::acts).sum();
    }
}
