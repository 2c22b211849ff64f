package io.faultline.core.observe.access;

import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Timeline;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where the time of one session went, in microseconds; -1 where the session never came so far.
 *
 * @param gate from the accept until gates and preamble were passed
 * @param pick until the balancer had answered for the first time, the client's TLS handshake left out
 * @param failed spent on attempts that failed
 * @param connect the last connect, if it succeeded
 * @param upstreamTls the TLS handshake on that connection, where there is one
 * @param provenance whether that connection was made for this session
 * @param clientFirstByte from the accept until the client said anything
 * @param upstreamFirstByte what the endpoint made us wait: until its first byte, counted from the
 *     connect and its handshake, or from the client's first byte where that came later
 * @param total from the accept to the end
 * @param layers the same whole by phases, all tries together: these add up to it
 * @param dns where the endpoint's address came from
 * @param tls where TLS with the endpoint came from
 */
public record SessionTimings(
        long gate,
        long pick,
        long failed,
        long connect,
        long upstreamTls,
        Provenance provenance,
        long clientFirstByte,
        long upstreamFirstByte,
        long total,
        LayerTimes layers,
        Provenance dns,
        Provenance tls) {

    /** Reads the marks of a session whose upstream connection, if any, was a new one. */
    public static SessionTimings of(Timeline timeline, List<Attempt> attempts) {
        return of(
                timeline,
                attempts,
                timeline.reached(Mark.CONNECTED) ? Provenance.NEW : Provenance.NONE);
    }

    public static SessionTimings of(
            Timeline timeline, List<Attempt> attempts, Provenance provenance) {
        long gate = micros(timeline.between(Mark.ACCEPTED, Mark.ADMITTED));
        Mark served = timeline.reached(Mark.TLS_DONE) ? Mark.TLS_DONE : Mark.ADMITTED;
        long untilPicked = micros(timeline.between(served, Mark.PICKED));
        // PICKED moves with every attempt, so the earlier ones are taken back out of it.
        long earlier = 0;
        long failed = 0;
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            earlier += i < attempts.size() - 1 ? attempt.durationMicros() : 0;
            failed += attempt.fault() != null ? attempt.durationMicros() : 0;
        }
        return new SessionTimings(
                gate,
                untilPicked < 0 ? -1 : Math.max(0, untilPicked - earlier),
                failed,
                micros(timeline.between(Mark.PICKED, Mark.CONNECTED)),
                micros(timeline.between(Mark.CONNECTED, Mark.UPSTREAM_TLS_DONE)),
                provenance,
                micros(timeline.between(Mark.ACCEPTED, Mark.CLIENT_FIRST_BYTE)),
                micros(upstreamWait(timeline)),
                micros(timeline.between(Mark.ACCEPTED, Mark.CLOSED)),
                LayerTimes.of(timeline),
                timeline.isNamed() ? Provenance.CACHED : Provenance.NONE,
                tls(timeline, provenance));
    }

    private static Provenance tls(Timeline timeline, Provenance connection) {
        if (!timeline.isSecured() || connection == Provenance.NONE) {
            return Provenance.NONE;
        }
        if (connection == Provenance.REUSED) {
            return Provenance.REUSED;
        }
        boolean resumed = connection == Provenance.RESUMED || timeline.isTlsResumed();
        return resumed ? Provenance.RESUMED : Provenance.NEW;
    }

    /** From the start of the connect that served to the end, or -1 when none did. */
    long withEndpoint() {
        return provenance == Provenance.NONE || pick < 0 || total < 0
                ? -1
                : Math.max(0, total - gate - pick - failed);
    }

    /** From the accept to the end, in milliseconds. */
    long totalMillis() {
        return TimeUnit.MICROSECONDS.toMillis(Math.max(0, total));
    }

    private static long upstreamWait(Timeline timeline) {
        Mark connected =
                timeline.reached(Mark.UPSTREAM_TLS_DONE) ? Mark.UPSTREAM_TLS_DONE : Mark.CONNECTED;
        long sinceConnect = timeline.between(connected, Mark.UPSTREAM_FIRST_BYTE);
        long sinceClient = timeline.between(Mark.CLIENT_FIRST_BYTE, Mark.UPSTREAM_FIRST_BYTE);
        // Negative: the endpoint spoke first, or the client never did. Then the client is no
        // excuse.
        return sinceClient < 0 ? sinceConnect : Math.min(sinceConnect, sinceClient);
    }

    private static long micros(long nanos) {
        return nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
