package io.faultline.core.spi;

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

    /** Called once per listener and worker, when a configuration is put into service. */
    ConnectionProtocol create(S settings, ProtocolContext context);
}
