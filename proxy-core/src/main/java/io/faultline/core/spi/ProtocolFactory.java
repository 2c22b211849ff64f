package io.faultline.core.spi;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import java.util.List;

/**
 * Makes what a listener speaks out of its section in the configuration. The program lists the
 * factories it knows; there is no search on the class path.
 *
 * @param <S> the record the section is bound to
 */
public interface ProtocolFactory<S extends Record> {

    /** The section's key in a listener: {@code tcp}. */
    String key();

    Class<S> settings();

    /**
     * Reports what in the section does not fit together. It may be damaged: see {@link
     * Findings#isSound}.
     */
    default void check(S settings, ListenerConfig listener, Findings findings) {}

    /**
     * The names under which TLS clients may ask for this protocol (ALPN), best first. None: clients are
     * not asked what they speak inside.
     */
    default List<String> applications(S settings) {
        return List.of();
    }

    /**
     * What a client is told that begins to speak HTTP on a port where TLS is expected; empty: nothing but
     * a reset.
     */
    default String plaintextAnswer() {
        return "";
    }

    /** Called once per listener and worker, when a configuration is put into service. */
    ConnectionProtocol create(S settings, ProtocolContext context);
}
