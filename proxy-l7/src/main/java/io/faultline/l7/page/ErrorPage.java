package io.faultline.l7.page;

import io.faultline.core.fault.Fault;
import io.faultline.l7.message.Reasons;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with a few names in braces that are filled in. Any other brace is text: style sheets and JSON are
 * full of them. Immutable, shared by all requests of a worker.
 */
public final class ErrorPage {

    private enum Value {
        STATUS,
        REASON,
        CODE,
        LAYER,
        REQUEST_ID
    }

    private static final Pattern NAMES =
            Pattern.compile("\\{(status|reason|code|layer|requestId)}");

    private final PageKind kind;
    private final List<String> texts =
            new ArrayList<>(); // one before each value, one behind the last
    private final List<Value> values = new ArrayList<>();

    ErrorPage(PageKind kind, String template) {
        this.kind = kind;
        Matcher name = NAMES.matcher(template);
        int at = 0;
        while (name.find()) {
            texts.add(template.substring(at, name.start()));
            values.add(
                    switch (name.group(1)) {
                        case "status" -> Value.STATUS;
                        case "reason" -> Value.REASON;
                        case "code" -> Value.CODE;
                        case "layer" -> Value.LAYER;
                        default -> Value.REQUEST_ID;
                    });
            at = name.end();
        }
        texts.add(template.substring(at));
    }

    PageKind kind() {
        return kind;
    }

    /** Not to be written to. */
    public byte[] contentType() {
        return kind.contentType();
    }

    /**
     * @param requestId as the client sent it, where it was trusted to: escaped like everything
     */
    public byte[] render(int status, Fault fault, String requestId) {
        var out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            out.append(texts.get(i));
            String value =
                    switch (values.get(i)) {
                        case STATUS -> Integer.toString(status);
                        case REASON -> Reasons.of(status);
                        case CODE -> fault.code().id();
                        case LAYER -> fault.code().layer().toString();
                        case REQUEST_ID -> requestId;
                    };
            for (int c = 0; c < value.length(); c++) {
                kind.append(value.charAt(c), out);
            }
        }
        return out.append(texts.getLast()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
