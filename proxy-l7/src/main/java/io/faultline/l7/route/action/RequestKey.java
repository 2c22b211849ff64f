package io.faultline.l7.route.action;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.config.route.RequestKeyConfig;
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

    public static @Nullable RequestKey of(@Nullable RequestKeyConfig config) {
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
            case PATH -> mixed(head.bytes(), head.pathStart(), head.pathEnd());
            case CLIENT -> client.sourceHash();
            case HEADER -> {
                Fields fields = head.fields();
                int field = fields.next(name, 0);
                yield field < 0
                        ? otherwise
                        : mixed(fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
            }
            case COOKIE -> {
                long range = Cookies.find(head.fields(), name);
                yield range < 0
                        ? otherwise
                        : mixed(head.bytes(), Cookies.start(range), Cookies.end(range));
            }
        };
    }

    /** Every bit of the input moves every bit of the output. */
    private static long mixed(byte[] bytes, int from, int to) {
        long hash = 0xcbf2_9ce4_8422_2325L; // FNV-1a, then the finalizer of SplitMix64
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0x100_0000_01b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d0_49bb_1331_11ebL;
        return hash ^ hash >>> 31;
    }
}
