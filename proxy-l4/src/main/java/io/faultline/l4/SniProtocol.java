package io.faultline.l4;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.tls.hello.ClientHello;
import io.faultline.core.tls.hello.HelloLimits;
import io.faultline.core.tls.hello.HelloReader;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Passes TLS through to the upstream that the client's server name chooses. The hello is only looked
 * at: from the first byte on the session is between the client and its endpoint, as in {@link
 * TcpProtocol}.
 */
final class SniProtocol implements ConnectionProtocol, HelloReader.Outcome {

    /** RFC 8446 6: an alert record, fatal, unrecognized_name (112). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final SniTable<WorkerUpstream> table;
    private final @Nullable WorkerUpstream otherwise;
    private final @Nullable WorkerUpstream plaintext;
    private final HelloLimits hello;
    private final SessionLimits limits;
    private final String origin;

    /**
     * @param otherwise for names that are not in the table, or null to refuse them
     * @param plaintext for clients that do not speak TLS, or null to refuse them
     * @param origin the line of the table
     */
    SniProtocol(
            SniTable<WorkerUpstream> table,
            @Nullable WorkerUpstream otherwise,
            @Nullable WorkerUpstream plaintext,
            HelloLimits hello,
            SessionLimits limits,
            String origin) {
        this.table = table;
        this.otherwise = otherwise;
        this.plaintext = plaintext;
        this.hello = hello;
        this.limits = limits;
        this.origin = origin;
    }

    @Override
    public void serve(DownstreamConnection connection) {
        new HelloReader(connection, hello, this).start();
    }

    @Override
    public void onHello(DownstreamConnection connection, ClientHello said) {
        String name = said.serverName();
        connection.askedFor(name);
        WorkerUpstream chosen = name == null ? null : table.find(name, said.alpn());
        if (chosen == null) {
            chosen = otherwise;
        }
        if (chosen != null) {
            new TcpSession(connection, chosen, limits).start();
        } else {
            refuseName(connection, said);
        }
    }

    @Override
    public boolean takesPlaintext() {
        return plaintext != null;
    }

    @Override
    public void onPlaintext(DownstreamConnection connection) {
        WorkerUpstream chosen = plaintext;
        assert chosen != null : "told only to those who take it";
        new TcpSession(connection, chosen, limits).start();
    }

    @Override
    public void onHelloFailed(DownstreamConnection connection, Fault fault) {
        record(connection, fault);
        connection.refuse(fault);
    }

    /** The alert makes the client say what is wrong, where a reset would send it looking on L4. */
    private void refuseName(DownstreamConnection connection, ClientHello said) {
        String name = said.serverName();
        Fault fault =
                Fault.of(TlsFault.UNKNOWN_NAME, Side.CLIENT, Stage.TLS)
                        .with("name", name == null ? "none" : name)
                        .with(
                                "alpn",
                                said.alpn().isEmpty() ? "none" : String.join(",", said.alpn()))
                        .with("names", "tcp.sni (" + origin + ")");
        record(connection, fault);
        Chunk alert = connection.worker().scratch();
        for (int i = 0; i < UNRECOGNIZED_NAME.length; i++) {
            alert.put(i, UNRECOGNIZED_NAME[i]);
        }
        connection.refuse(fault, alert, 0, UNRECOGNIZED_NAME.length);
    }

    private static void record(DownstreamConnection connection, Fault fault) {
        var scope = connection.scope();
        scope.faults().record(fault, scope.faultScope(), null, connection.id());
    }
}
