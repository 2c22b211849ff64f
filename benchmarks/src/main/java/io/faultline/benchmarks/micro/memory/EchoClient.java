package io.faultline.benchmarks.micro.memory;

import io.faultline.core.wire.Wire;

/** A message there and back. */
public final class EchoClient extends Client {

    private static final int USUAL_BYTES = 128;

    private final int messageBytes;
    private final Bytes message;
    private int back;

    public EchoClient(Wire wire) {
        this(wire, USUAL_BYTES);
    }

    public EchoClient(Wire wire, int messageBytes) {
        super(wire);
        this.messageBytes = messageBytes;
        this.message = Bytes.of("E".repeat(messageBytes));
    }

    @Override
    public void open() {
        wire.reader(
                (Reader)
                        (from, chunk, begin, end) -> {
                            back += end - begin;
                            if (back >= messageBytes) {
                                back -= messageBytes;
                                answered();
                            }
                        });
        wire.resumeReading();
        opened();
    }

    @Override
    void ask() {
        message.sendTo(wire);
    }
}
