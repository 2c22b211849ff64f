package io.faultline.l7.downstream;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.l7.http2.frame.FrameReader;

/**
 * Looks at the first bytes of a client that could not be asked what it speaks: the preface of HTTP/2
 * begins as no request does (RFC 9113 3.4). Until it is known the client is one of HTTP/1, with its
 * deadline; afterwards this is in nobody's way.
 *
 * <p>An Upgrade to {@code h2c} is not followed: RFC 9113 3.1 has abandoned it.
 */
public final class VersionSniff implements WireReader {

    /** Where the two part: HTTP/1 knows no method PRI. */
    private static final int ENOUGH = 4;

    private static final Chunk PREFACE = preface();

    private final Http1Downstream http1;
    private final Http2Clients clients;
    private final DownstreamConnection connection;
    private int seen; // bytes of the preface

    private VersionSniff(
            Http1Downstream http1, Http2Clients clients, DownstreamConnection connection) {
        this.http1 = http1;
        this.clients = clients;
        this.connection = connection;
    }

    public static void start(Http2Clients clients, DownstreamConnection connection) {
        var http1 = new Http1Downstream(clients.service(), connection);
        http1.start();
        connection.wire().reader(new VersionSniff(http1, clients, connection));
    }

    private static Chunk preface() {
        byte[] bytes = FrameReader.preface();
        Chunk chunk = Chunk.allocate(bytes.length);
        chunk.buffer().put(0, bytes);
        return chunk;
    }

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        int matching = FrameReader.prefaceBytes(chunk, from, to, seen);
        if (seen + matching >= ENOUGH) {
            http1.giveUp();
            var http2 = new Http2Downstream(clients, connection);
            http2.start();
            replay(http2.reader(), wire);
            http2.reader().onBytes(wire, chunk, from, to);
        } else if (from + matching == to) {
            seen += matching;
        } else {
            wire.reader(http1);
            replay(http1, wire);
            http1.onBytes(wire, chunk, from, to);
        }
    }

    /** What came in bytes of its own, too few to know. */
    private void replay(WireReader reader, Wire wire) {
        if (seen > 0) {
            reader.onBytes(wire, PREFACE, 0, seen);
        }
    }

    @Override
    public void onEnd(Wire wire) {
        http1.onEnd(wire);
    }

    @Override
    public void onDrained(Wire wire) {
        http1.onDrained(wire);
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        http1.onBroken(wire, errno);
    }
}
