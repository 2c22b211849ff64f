package io.faultline.l7.exchange;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.PreparedFields;
import org.jspecify.annotations.Nullable;

/** What all requests of a client say about it: put together once per connection, by its first request. */
public final class ClientFacts {

    private final DownstreamConnection connection;
    private byte @Nullable [] address;
    private byte @Nullable [] node;
    private @Nullable PreparedFields lines;
    private @Nullable HttpVersion version;

    public ClientFacts(DownstreamConnection connection) {
        this.connection = connection;
    }

    /** The client's address as it goes into X-Forwarded-For. */
    byte[] address() {
        byte[] known = address;
        if (known == null) {
            known = Ascii.bytes(connection.client().unscopedText());
            address = known;
        }
        return known;
    }

    /** The same for Forwarded. RFC 7239 6: an IPv6 address stands in brackets, and therefore in quotes. */
    byte[] node() {
        byte[] known = node;
        if (known == null) {
            PeerAddress client = connection.client();
            String text = client.unscopedText();
            known = Ascii.bytes(client.isV4() ? text : "\"[" + text + "]\"");
            node = known;
        }
        return known;
    }

    /** The lines that were kept for requests of this version, or null. */
    @Nullable PreparedFields linesFor(HttpVersion asked) {
        return asked == version ? lines : null;
    }

    void keep(PreparedFields newLines, HttpVersion madeFor) {
        lines = newLines;
        version = madeFor;
    }
}
