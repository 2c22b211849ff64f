package io.faultline.l7.route;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.config.RequestKeyConfig;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What makes two requests belong together, as one number. */
public final class RequestKey {

    private enum Source {
        HEADER,
        COOKIE,
        PATH,
        CLIENT
    }

    private final Source source;
    private final byte[] name;

    private RequestKey(Source source, String name) {
        this.source = source;
        this.name = Ascii.bytes(name);
    }

    static @Nullable RequestKey of(@Nullable RequestKeyConfig config) {
        if (config == null) {
            return null;
        }
        if (config.header() != null) {
            return new RequestKey(Source.HEADER, config.header().toLowerCase(Locale.ROOT));
        }
        if (config.cookie() != null) {
            return new RequestKey(Source.COOKIE, config.cookie());
        }
        return new RequestKey(config.path() ? Source.PATH : Source.CLIENT, "");
    }

    /**
     * A well-mixed number, the same in every process and release.
     *
     * @param otherwise the answer for a request that lacks the header or cookie
     */
    public long hash(RequestHead head, PeerAddress client, long otherwise) {
        return switch (source) {
            case PATH -> ByteHash.mixed(head.bytes(), head.pathStart(), head.pathEnd());
            case CLIENT -> client.sourceHash();
            case HEADER -> {
                Fields fields = head.fields();
                int field = fields.next(name, 0);
                yield field < 0
                        ? otherwise
                        : ByteHash.mixed(
                                fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
            }
            case COOKIE -> {
                long range = Cookies.find(head.fields(), name);
                yield range < 0
                        ? otherwise
                        : ByteHash.mixed(head.bytes(), Cookies.start(range), Cookies.end(range));
            }
        };
    }
}
