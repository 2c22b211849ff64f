package io.faultline.core.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a wire told, in order. Written on the loop, read from the test's thread. */
public class RecordingReader implements WireReader {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> events = new ArrayList<>();

    @Override
    public synchronized void onBytes(Wire wire, Chunk chunk, int from, int to) {
        var copy = new byte[to - from];
        chunk.buffer().get(from, copy);
        bytes.writeBytes(copy);
    }

    @Override
    public synchronized void onMoved(Wire wire, int count) {
        events.add("moved");
    }

    @Override
    public synchronized void onEnd(Wire wire) {
        events.add("end after " + bytes.size());
    }

    @Override
    public synchronized void onDrained(Wire wire) {
        events.add("drained");
    }

    @Override
    public synchronized void onBroken(Wire wire, int errno) {
        events.add("broken " + errno);
    }

    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    public synchronized int count() {
        return bytes.size();
    }

    public synchronized List<String> events() {
        return List.copyOf(events);
    }
}
