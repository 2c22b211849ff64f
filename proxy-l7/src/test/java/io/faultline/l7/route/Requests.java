package io.faultline.l7.route;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Heads of requests as a codec would fill them. */
public final class Requests {

    public static final PeerAddress CLIENT = client("192.0.2.7");

    private Requests() {}

    /** {@code GET shop.example/img?x=1}, then {@code name: value} for each field. */
    public static RequestHead request(String line, String... fields) {
        String method = line.substring(0, line.indexOf(' '));
        String url = line.substring(line.indexOf(' ') + 1);
        int slash = url.indexOf('/');
        String host = slash < 0 ? url : url.substring(0, slash);
        String rest = slash < 0 ? "" : url.substring(slash);
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        return fill(
                new RequestHead(),
                method,
                host,
                path,
                question < 0 ? null : rest.substring(question + 1),
                fields);
    }

    public static RequestHead fill(
            RequestHead head,
            String method,
            String host,
            String path,
            @Nullable String query,
            String... fields) {
        head.clear();
        int at = head.fields().append(Ascii.bytes(method));
        head.method(at, at + method.length());
        head.fields().append(Ascii.bytes(" "));
        at = head.fields().append(Ascii.bytes(host));
        head.authority(at, at + host.length());
        at = head.fields().append(Ascii.bytes(path));
        head.path(at, at + path.length());
        if (query != null) {
            at = head.fields().append(Ascii.bytes(query));
            head.query(at, at + query.length());
        } else {
            head.query(-1, -1);
        }
        for (String field : fields) {
            String name = field.substring(0, field.indexOf(':'));
            String value = field.substring(field.indexOf(':') + 1).strip();
            int nameAt = head.fields().append(Ascii.bytes(name));
            int valueAt = head.fields().append(Ascii.bytes(value));
            head.fields().found(nameAt, nameAt + name.length(), valueAt, valueAt + value.length());
        }
        return head;
    }

    public static PeerAddress client(String address) {
        byte[] bytes = Objects.requireNonNull(IpLiteral.bytes(address));
        return PeerAddress.fromBytes(bytes, 0, bytes.length, 40_000);
    }
}
