package io.faultline.l7.sticky;

import io.faultline.core.upstream.Endpoint;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.action.Cookies;
import io.faultline.l7.route.action.Split;
import io.faultline.l7.route.action.Sticky;
import io.faultline.l7.upstream.PooledUpstream;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The sticky clients of one route: reads the cookie of a request and writes that of an answer. With a
 * split the cookie decides the part as well, for it names an endpoint of one of them.
 *
 * <p>A cookie of an endpoint that is gone, down or ejected names nobody: the client gets another
 * endpoint, and the cookie of that one. One that is being drained keeps its clients until they leave. On the worker's loop only.
 */
public final class StickySessions {

    private static final byte[] SET_COOKIE = Ascii.bytes("Set-Cookie");

    private final Sticky rules;
    private final Split split;
    private final StickyTokens[] parts;
    private final byte[] before;
    private final byte[] behind;
    private final byte[] behindOverTls;
    private int part;

    /** @param upstreams of the split, in its order */
    public StickySessions(Sticky rules, Split split, List<PooledUpstream> upstreams) {
        this.rules = rules;
        this.split = split;
        Mac mac = StickyKeys.mac(rules.key());
        String name = Ascii.text(rules.cookie(), 0, rules.cookie().length);
        this.parts =
                upstreams.stream()
                        .map(each -> each.upstream().picker().cluster())
                        .map(cluster -> new StickyTokens(mac, name, cluster))
                        .toArray(StickyTokens[]::new);
        this.before = Ascii.bytes(name + "=");
        this.behind = Ascii.bytes(attributes(rules, rules.secure() != null && rules.secure()));
        this.behindOverTls =
                Ascii.bytes(attributes(rules, rules.secure() == null || rules.secure()));
    }

    private static String attributes(Sticky rules, boolean secure) {
        return "; Path="
                + rules.path()
                + "; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "")
                + (rules.maxAgeSeconds() < 0 ? "" : "; Max-Age=" + rules.maxAgeSeconds());
    }

    /** The endpoint that the client's cookie names, or null; then {@link #part} has its part. */
    public @Nullable Endpoint find(RequestHead request) {
        Fields fields = request.fields();
        long range = Cookies.find(fields, rules.cookie());
        if (range < 0) {
            return null;
        }
        for (int i = 0; i < parts.length; i++) {
            if (split.isOpen(i)) {
                Endpoint endpoint =
                        parts[i].find(fields.bytes(), Cookies.start(range), Cookies.end(range));
                if (endpoint != null) {
                    part = i;
                    return endpoint;
                }
            }
        }
        return null;
    }

    /** Of the split, for the endpoint that was found last. */
    public int part() {
        return part;
    }

    /** Tells the client which endpoint it belongs to. */
    public void remember(Fields answer, int inPart, Endpoint served, boolean overTls) {
        int field = answer.beginAdded(SET_COOKIE);
        answer.append(before);
        answer.append(parts[inPart].of(served));
        answer.append(overTls ? behindOverTls : behind);
        answer.endAdded(field);
    }
}
