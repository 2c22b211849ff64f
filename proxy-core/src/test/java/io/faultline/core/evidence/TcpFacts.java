package io.faultline.core.evidence;

import io.faultline.core.wire.TcpInfo;

/** A connection in good health, and what may be different about it. */
final class TcpFacts {

    private int state = TcpInfo.ESTABLISHED;
    private int backoffs;
    private int probes;
    private int retransmits;
    private int unacked;
    private long unsent;
    private long retransmitted;
    private int outOfOrder;
    private long window = 65_536;
    private int sinceHeard = 30_012;

    static TcpFacts healthy() {
        return new TcpFacts();
    }

    TcpFacts state(int newState) {
        state = newState;
        return this;
    }

    /** The timer has fired so often, and so many bytes went out again. */
    TcpFacts retransmitting(int times, long bytes) {
        unacked = Math.max(1, unacked);
        backoffs = times;
        retransmits = times;
        retransmitted = bytes;
        return this;
    }

    TcpFacts unacked(int segments) {
        unacked = segments;
        return this;
    }

    TcpFacts probes(int unanswered) {
        probes = unanswered;
        return this;
    }

    TcpFacts unsent(long bytes) {
        unsent = bytes;
        return this;
    }

    TcpFacts window(long bytes) {
        window = bytes;
        return this;
    }

    TcpFacts outOfOrder(int segments) {
        outOfOrder = segments;
        return this;
    }

    TcpFacts heardMillisAgo(int millis) {
        sinceHeard = millis;
        return this;
    }

    TcpInfo info() {
        return new TcpInfo(
                state,
                backoffs,
                probes,
                520,
                130,
                retransmits,
                unacked,
                backoffs > 0 ? unacked : 0,
                10,
                1448,
                1500,
                sinceHeard,
                30_011,
                unsent,
                retransmitted,
                outOfOrder,
                window,
                20);
    }

    /** As a kernel before 4.6 tells it. */
    TcpInfo infoOfAnOldKernel() {
        TcpInfo all = info();
        return new TcpInfo(
                all.state(),
                all.backoffs(),
                all.probes(),
                all.rttMicros(),
                all.rttVarMicros(),
                all.retransmitsTotal(),
                all.unacked(),
                all.lost(),
                all.sndCwnd(),
                all.segmentSize(),
                all.pathMtu(),
                all.sinceHeardMillis(),
                all.sinceAckedMillis(),
                TcpInfo.UNTOLD,
                TcpInfo.UNTOLD,
                TcpInfo.UNTOLD,
                TcpInfo.UNTOLD,
                TcpInfo.UNTOLD);
    }

    /** Of a connect that was refused. */
    static TcpInfo closedAfter(int segments) {
        return new TcpInfo(
                TcpInfo.CLOSED, 0, 0, 0, 0, 0, 0, 0, 10, 536, 1500, 0, 0, 0, 0, 0, 0, segments);
    }

    Witness witness() {
        return new Witness(info(), 0, "");
    }
}
