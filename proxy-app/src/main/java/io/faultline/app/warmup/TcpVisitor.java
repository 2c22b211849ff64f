package io.faultline.app.warmup;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends bytes and has them sent back. */
final class TcpVisitor extends Visitor {

    private static final ByteBuffer MESSAGE =
            ByteBuffer.wrap("E".repeat(100).getBytes(StandardCharsets.US_ASCII));

    private final int actsOfAConnection;
    private int missing;

    TcpVisitor(Stage stage, InetSocketAddress where, int actsOfAConnection) {
        super(stage, where);
        this.actsOfAConnection = actsOfAConnection;
    }

    @Override
    ByteBuffer next(long act) {
        missing = MESSAGE.remaining();
        return MESSAGE.duplicate();
    }

    @Override
    boolean isOver(ByteBuffer in) {
        missing -= in.remaining();
        return missing <= 0;
    }

    static ByteBuffer message() {
        return MESSAGE.duplicate();
    }

    @Override
    int actsOfAConnection() {
        return actsOfAConnection;
    }
}
