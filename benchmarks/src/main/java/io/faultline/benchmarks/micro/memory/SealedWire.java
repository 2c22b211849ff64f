package io.faultline.benchmarks.micro.memory;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The client's end of TLS, by hand and as plain as it can be: the server's is what is measured. */
final class SealedWire implements Wire {

    private static final int BYTES = 64 * 1024;
    private static final SslContext CONTEXT = context();

    private final Wire below;
    private final SSLEngine engine = CONTEXT.newEngine(ByteBufAllocator.DEFAULT);
    private final Chunk opened = Chunk.allocate(BYTES);
    private final Chunk sealed = Chunk.allocate(BYTES);
    private final ByteBuffer sealedBytes = sealed.buffer().duplicate();
    private final ByteBuffer plain = opened.buffer().duplicate();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BYTES);
    private @Nullable WireReader reader;

    SealedWire(Wire below) {
        this.below = below;
        engine.setUseClientMode(true);
    }

    private static SslContext context() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .protocols("TLSv1.3")
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null) // a made-up name
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
        below.reader((Reader) this::open);
    }

    /** With the first reading the handshake begins; what is written meanwhile waits. */
    @Override
    public void resumeReading() {
        below.resumeReading();
        send();
    }

    private void open(Wire wire, Chunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            incoming.put(chunk.at(i));
        }
        incoming.flip();
        try {
            boolean more = true;
            while (more) {
                plain.clear();
                var result = engine.unwrap(incoming, plain);
                int count = plain.position();
                if (count > 0 && reader != null) {
                    reader.onBytes(this, opened, 0, count);
                }
                more = result.bytesConsumed() > 0 || count > 0;
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    engine.getDelegatedTask().run();
                    more = true;
                }
            }
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
        incoming.compact();
        send();
    }

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            outgoing.put(chunk.at(i));
        }
        send();
        return true;
    }

    private void send() {
        try {
            outgoing.flip();
            boolean more = true;
            while (more) {
                sealedBytes.clear();
                var result = engine.wrap(outgoing.hasRemaining() ? outgoing : nothing, sealedBytes);
                int count = sealedBytes.position();
                if (count > 0) {
                    below.write(sealed, 0, count);
                }
                more = count > 0 && (outgoing.hasRemaining() || shaking());
            }
            outgoing.compact();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean shaking() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    @Override
    public void pauseReading() {
        below.pauseReading();
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        throw new UnsupportedOperationException("nobody gives anything back here");
    }

    @Override
    public int backlogBytes() {
        return below.backlogBytes();
    }

    @Override
    public void finish() {
        below.finish();
    }

    @Override
    public void close() {
        below.close();
    }

    @Override
    public void reset() {
        below.reset();
    }

    @Override
    public boolean isOpen() {
        return below.isOpen();
    }

    @Override
    public PeerAddress localAddress() {
        return below.localAddress();
    }

    @Override
    public PeerAddress remoteAddress() {
        return below.remoteAddress();
    }
}
