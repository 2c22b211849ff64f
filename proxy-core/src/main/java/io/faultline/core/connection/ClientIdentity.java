package io.faultline.core.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Who a client has proved to be, by its certificate. Immutable. */
public final class ClientIdentity {

    private final String subject;
    private final List<String> names;
    private final String fingerprint;
    private final byte[] forwarded;

    /**
     * @param subject the distinguished name (RFC 2253)
     * @param names its alternative names
     * @param fingerprint SHA-256 of the certificate, in hexadecimal
     * @param forwarded all of that in one line, as servers behind us are told
     */
    public ClientIdentity(
            String subject, List<String> names, String fingerprint, String forwarded) {
        this.subject = subject;
        this.names = List.copyOf(names);
        this.fingerprint = fingerprint;
        this.forwarded = forwarded.getBytes(StandardCharsets.US_ASCII);
    }

    public String subject() {
        return subject;
    }

    public List<String> names() {
        return names;
    }

    public String fingerprint() {
        return fingerprint;
    }

    /** Made once per handshake, because every request of the connection needs it. Not to be written to. */
    public byte[] forwarded() {
        return forwarded;
    }
}
