package io.faultline.core.observe.access;

import io.faultline.core.Side;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.TcpInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one session, or of one HTTP exchange, that ended. A worker builds it, and only if there is a log; nothing is
 * formatted here, because that is the log's own thread's work.
 *
 * @param id unique while the process lives
 * @param client who connected; behind a balancer that speaks PROXY protocol, whom it named
 * @param via that balancer's own address, or null when the client came straight
 * @param serverName the name a TLS client asked for (SNI), where the listener looks at it; or null
 * @param tls what TLS with the client agreed on, where the listener ends it; or null
 * @param upstream null when the session ended before one was chosen
 * @param endpoint name of the one that served; null when none did
 * @param fault what ended the session, or null when nothing broke
 * @param closedFirst who ended it, or null when that is not known
 * @param bytesUp relayed from the client to the endpoint
 * @param bytesDown relayed from the endpoint to the client
 * @param clientTcp the client's connection at the end; null where the system does not tell
 * @param upstreamTcp the endpoint's connection at the end; null likewise
 * @param http what an HTTP exchange has to tell besides; null for an opaque session
 * @param generation of the configuration that was in force when the session began
 */
public record SessionRecord(
        long id,
        long startEpochMillis,
        String listener,
        PeerAddress client,
        @Nullable PeerAddress via,
        @Nullable String serverName,
        @Nullable TlsFacts tls,
        @Nullable String upstream,
        @Nullable String endpoint,
        List<Attempt> attempts,
        @Nullable Fault fault,
        @Nullable Side closedFirst,
        long bytesUp,
        long bytesDown,
        SessionTimings timings,
        @Nullable TcpInfo clientTcp,
        @Nullable TcpInfo upstreamTcp,
        @Nullable HttpFacts http,
        long generation) {

    /** When it was over, to the millisecond. */
    public long endEpochMillis() {
        return startEpochMillis + timings.totalMillis();
    }

    /** The same, of an exchange that is told differently. */
    public SessionRecord with(HttpFacts facts) {
        return new SessionRecord(
                id,
                startEpochMillis,
                listener,
                client,
                via,
                serverName,
                tls,
                upstream,
                endpoint,
                attempts,
                fault,
                closedFirst,
                bytesUp,
                bytesDown,
                timings,
                clientTcp,
                upstreamTcp,
                facts,
                generation);
    }
}
