package io.faultline.l7.route.match;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import java.util.List;

/** The method is one of these. */
public final class MethodCondition implements Condition {

    private final List<String> names;
    private final int known; // a bit for each method we know
    private final byte[][] others;

    public MethodCondition(List<String> names) {
        this.names = List.copyOf(names);
        int bits = 0;
        for (String name : names) {
            bits |= 1 << Method.of(Ascii.bytes(name), 0, name.length()).ordinal();
        }
        known = bits & ~(1 << Method.OTHER.ordinal());
        others =
                names.stream()
                        .map(Ascii::bytes)
                        .filter(name -> Method.of(name, 0, name.length) == Method.OTHER)
                        .toArray(byte[][]::new);
    }

    @Override
    public boolean holds(RequestHead head, PeerAddress client) {
        if (head.method() != Method.OTHER) {
            return (known >>> head.method().ordinal() & 1) != 0;
        }
        for (byte[] other : others) {
            if (Ascii.equals(head.bytes(), head.methodStart(), head.methodEnd(), other)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean implies(Condition other) {
        return other instanceof MethodCondition that && that.names.containsAll(names);
    }

    @Override
    public String toString() {
        return "method " + String.join("|", names);
    }
}
