package io.faultline.l7.route.match;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.RequestHead;
import java.nio.charset.StandardCharsets;

/** One query parameter of that name has such a value. Both are taken as they are written. */
public final class QueryCondition implements Condition {

    private final String label;
    private final byte[] name;
    private final ValueTest test;

    public QueryCondition(String name, ValueTest test) {
        this.label = name;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.test = test;
    }

    @Override
    public boolean holds(RequestHead head, PeerAddress client) {
        return test.asksForAbsence() != isThere(head);
    }

    private boolean isThere(RequestHead head) {
        if (!head.hasQuery()) {
            return false;
        }
        byte[] bytes = head.bytes();
        int to = head.queryEnd();
        for (int at = head.queryStart(); at < to; ) {
            int end = at;
            while (end < to && bytes[end] != '&') {
                end++;
            }
            int valueAt = at + name.length;
            if (valueAt <= end && isNamed(bytes, at)) {
                if (valueAt == end && test.holds(bytes, end, end)) {
                    return true; // a flag without '=' has the empty value
                }
                if (valueAt < end && bytes[valueAt] == '=' && test.holds(bytes, valueAt + 1, end)) {
                    return true;
                }
            }
            at = end + 1;
        }
        return false;
    }

    private boolean isNamed(byte[] bytes, int at) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean implies(Condition other) {
        return other instanceof QueryCondition that
                && label.equals(that.label)
                && test.implies(that.test);
    }

    @Override
    public String toString() {
        return "query " + label + " " + test;
    }
}
