package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;

/** Heads from text. */
final class Heads {

    private Heads() {}

    static RequestHead request(String text) {
        var head = new RequestHead();
        var parser = new RequestParser(HeadLimits.DEFAULTS);
        byte[] bytes = Ascii.bytes(text);
        parser.feed(Lent.of(bytes), Lent.FROM, Lent.FROM + bytes.length, head);
        assertThat(parser.outcome()).isEqualTo(Parsed.COMPLETE);
        return head;
    }

    static ResponseHead response(Method requested, String text) {
        var head = new ResponseHead();
        var parser = new ResponseParser(HeadLimits.DEFAULTS);
        parser.reset(requested);
        byte[] bytes = Ascii.bytes(text);
        parser.feed(Lent.of(bytes), Lent.FROM, Lent.FROM + bytes.length, head);
        assertThat(parser.outcome()).isEqualTo(Parsed.COMPLETE);
        return head;
    }
}
