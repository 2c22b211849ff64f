package io.faultline.benchmarks.micro.memory;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;

/** Reads bytes; whatever else happens to the connection is a mistake of the benchmark. */
@FunctionalInterface
interface Reader extends WireReader {

    @Override
    void onBytes(Wire wire, Chunk chunk, int from, int to);

    @Override
    default void onEnd(Wire wire) {
        wire.close();
    }

    @Override
    default void onDrained(Wire wire) {}

    @Override
    default void onBroken(Wire wire, int errno) {}
}
