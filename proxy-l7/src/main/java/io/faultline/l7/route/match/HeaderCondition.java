package io.faultline.l7.route.match;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import java.util.Locale;

/** One line of that header field has such a value. */
public final class HeaderCondition implements Condition {

    private final String label;
    private final byte[] name;
    private final ValueTest test;

    public HeaderCondition(String name, ValueTest test) {
        this.label = name.toLowerCase(Locale.ROOT);
        this.name = Ascii.bytes(label);
        this.test = test;
    }

    @Override
    public boolean holds(RequestHead head, PeerAddress client) {
        Fields fields = head.fields();
        int field = fields.next(name, 0);
        if (test.asksForAbsence()) {
            return field < 0;
        }
        while (field >= 0) {
            if (test.holds(fields.bytes(), fields.valueStart(field), fields.valueEnd(field))) {
                return true;
            }
            field = fields.next(name, field + 1);
        }
        return false;
    }

    @Override
    public boolean implies(Condition other) {
        return other instanceof HeaderCondition that
                && label.equals(that.label)
                && test.implies(that.test);
    }

    @Override
    public String toString() {
        return "header " + label + " " + test;
    }
}
