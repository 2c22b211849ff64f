package io.faultline.core.observe.access.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A stream that was open before we came and stays open after us: standard output. */
final class StreamSink implements LogSink {

    private final String name;
    private final WritableByteChannel channel;

    StreamSink(String name, WritableByteChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    static LogSink stdout() {
        // A channel and not System.out: a write that hangs on a full pipe can be interrupted.
        return new StreamSink("stdout", new FileOutputStream(FileDescriptor.out).getChannel());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        channel.write(lines);
    }

    @Override
    public void reopen() {} // there is nothing to open it by

    @Override
    public void close() {}
}
