package io.faultline.core.wire;

/** What the kernel knows of one TCP connection at one moment. */
public record TcpInfo(
        int rttMicros,
        int rttVarMicros,
        int retransmitsTotal,
        int unacked,
        int lost,
        int sndCwnd) {}
