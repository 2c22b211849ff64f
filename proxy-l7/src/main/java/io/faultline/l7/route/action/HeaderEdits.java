package io.faultline.l7.route.action;

import io.faultline.l7.config.route.HeaderEditsConfig;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields that are removed, set and added, in this order. Everything is bytes before the first request. */
public final class HeaderEdits {

    private static final HeaderEdits NONE = new HeaderEdits(List.of(), List.of());

    private final byte[][] dropped;
    private final byte[][] namesAndValues;

    private HeaderEdits(List<byte[]> dropped, List<byte[]> namesAndValues) {
        this.dropped = dropped.toArray(byte[][]::new);
        this.namesAndValues = namesAndValues.toArray(byte[][]::new);
    }

    static HeaderEdits of(@Nullable HeaderEditsConfig config) {
        if (config == null) {
            return NONE;
        }
        List<byte[]> dropped = new ArrayList<>();
        config.remove().forEach(name -> dropped.add(lower(name)));
        config.set().keySet().forEach(name -> dropped.add(lower(name)));
        List<byte[]> added = new ArrayList<>();
        append(config.set(), added);
        append(config.add(), added);
        return new HeaderEdits(dropped, added);
    }

    private static void append(Map<String, String> fields, List<byte[]> to) {
        fields.forEach(
                (name, value) -> {
                    to.add(Ascii.bytes(name));
                    to.add(value.getBytes(StandardCharsets.UTF_8));
                });
    }

    private static byte[] lower(String name) {
        return Ascii.bytes(name.toLowerCase(Locale.ROOT));
    }

    public boolean isEmpty() {
        return dropped.length == 0 && namesAndValues.length == 0;
    }

    /** On the worker's loop only. */
    public void apply(Fields fields) {
        for (byte[] name : dropped) {
            fields.dropAll(name);
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
    }
}
