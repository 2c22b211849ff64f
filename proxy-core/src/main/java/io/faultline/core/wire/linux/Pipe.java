package io.faultline.core.wire.linux;

/** A kernel pipe that carries bytes from one socket to another without our memory. */
record Pipe(int readEnd, int writeEnd) {}
