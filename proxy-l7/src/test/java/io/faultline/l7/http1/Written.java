package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.wire.Outbox;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** What goes out through an outbox. */
final class Written {

    private static final Outbox OUTBOX = new Outbox(turn -> {});

    private Written() {}

    static byte[] bytes(Consumer<Outbox> writer) {
        var written = new ByteArrayOutputStream();
        Wire wire =
                (Wire)
                        Proxy.newProxyInstance(
                                Wire.class.getClassLoader(),
                                new Class<?>[] {Wire.class},
                                (proxy, method, arguments) -> {
                                    Chunk chunk = (Chunk) arguments[0];
                                    for (int i = (int) arguments[1]; i < (int) arguments[2]; i++) {
                                        written.write(chunk.at(i));
                                    }
                                    return true;
                                });
        writer.accept(OUTBOX.to(wire));
        OUTBOX.flush();
        return written.toByteArray();
    }

    static String text(Consumer<Outbox> writer) {
        byte[] bytes = bytes(writer);
        return Ascii.text(bytes, 0, bytes.length);
    }
}
