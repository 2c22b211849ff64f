package io.faultline.core.upstream.connect;

import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.proxyprotocol.ProxyHeaderEncoder;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.nio.ByteBuffer;

/** Tells an endpoint who the client is, before anything else, where its upstream asks for it. */
public final class ClientPreamble {

    private ClientPreamble() {}

    /** The first bytes on a new wire: its buffer is empty, so they leave at once. */
    public static void send(
            ProxyProtocolOut version, DownstreamConnection downstream, Wire upstream) {
        if (version == ProxyProtocolOut.NONE) {
            return;
        }
        Chunk chunk = downstream.worker().scratch();
        ByteBuffer out = chunk.buffer().duplicate().clear();
        if (version == ProxyProtocolOut.V1) {
            ProxyHeaderEncoder.writeV1(downstream.client(), downstream.destination(), out);
        } else {
            ProxyHeaderEncoder.writeV2(downstream.client(), downstream.destination(), out);
        }
        upstream.write(chunk, 0, out.position());
    }
}
