package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Ask;
import io.faultline.core.Layer;
import io.faultline.core.fault.Fault;

/** What HTTP came to, in words. */
final class HttpRung {

    static final String NAME = "http";
    private static final int FIRST_ERROR = 400;

    private HttpRung() {}

    static Rung of(Ask ask, Answered answer) {
        long took = answer.headNanos() + Math.max(0, answer.bodyNanos());
        Fault fault = answer.fault();
        String asked = ask.text() + " -> ";
        Rung rung = Rung.of(Layer.L7, NAME, Outcome.OK, took, asked + answered(answer));
        if (answer.status() > 0) {
            rung = rung.with("head-after", Millis.of(answer.headNanos()));
            rung =
                    rung.with(
                            "body",
                            answer.bodyBytes()
                                    + " bytes in "
                                    + Millis.of(Math.max(0, answer.bodyNanos())));
        }
        if (answer.server() != null) {
            rung = rung.with("server", answer.server());
        }
        for (String hop : answer.inner()) {
            rung = rung.with("proxy-status", hop);
        }
        if (answer.failedHop() != null) {
            rung = rung.note("the deepest hop that failed: " + answer.failedHop());
        }
        if (answer.stoppedAt() != null) {
            rung = rung.note("the body was not read to its end: " + answer.stoppedAt());
        }
        if (fault != null) {
            return rung.broken(fault, asked + (answer.status() > 0 ? answered(answer) : "nothing"));
        }
        return answer.status() >= FIRST_ERROR
                ? rung.noteworthy()
                        .note(
                                "the application itself says "
                                        + answer.status()
                                        + ": every layer below it works")
                : rung;
    }

    private static String answered(Answered answer) {
        return "HTTP/" + answer.version() + " " + answer.status();
    }
}
