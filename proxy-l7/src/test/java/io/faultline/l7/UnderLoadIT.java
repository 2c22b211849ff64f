package io.faultline.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Four endpoints under load; one dies, one accepts and never answers, one answers garbage. Clients that
 * check every byte get right answers, or are told by us that there is none: never a wrong one.
 */
class UnderLoadIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CLIENTS = 8;
    private static final int MORE = 100;

    /** What one origin does with requests from now on. */
    private static final class Troubled implements AutoCloseable {
        private volatile String mood = "";
        private final HttpOrigin origin =
                HttpOrigin.answering(
                        request -> mood.isEmpty() ? VerifyingClient.answerTo(request) : mood);

        String hostPort() {
            return origin.hostPort();
        }

        @Override
        public void close() {
            origin.close();
        }
    }

    @Test
    void noWrongAnswerReachesAClientWhateverEndpointsDo() throws Exception {
        try (var dying = new Troubled();
                var stalling = new Troubled();
                var babbling = new Troubled();
                var well = new Troubled();
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "",
                                        "retries: { attempts: 4, on: [connect-failure, reset, timeout], budgetMin: 1000 },"
                                                + " timeouts: { tryTimeout: 1s }",
                                        dying.hostPort(),
                                        stalling.hostPort(),
                                        babbling.hostPort(),
                                        well.hostPort()));
                var load = VerifyingClient.Load.start(bench.port(), CLIENTS);
                var background = Wrk.start(bench.port())) {
            await(load, MORE);
            assertThat(load.told()).as("while all are well").isEmpty();

            dying.origin.socket().kill();
            await(load, MORE);
            stalling.mood = HttpOrigin.SILENT;
            await(load, MORE);
            awaitFault(bench, ApplicationFault.RESPONSE_TIMEOUT);
            assertThat(load.told()).as("idempotent requests survive both").isEmpty();

            babbling.mood = "\u0016\u0003\u0001 220 mail.example.com ready\r\n\r\n";
            awaitFault(bench, ApplicationFault.BAD_RESPONSE);
            await(load, MORE);

            load.stop();
            background.finish();
            assertThat(load.wrong()).as("answers that are not what was asked for").isEmpty();
            // What came back from there may have been the answer to anything: it is not asked
            // again.
            assertThat(load.told()).allMatch(told -> told.startsWith("HTTP/1.1 502 "));
            assertThat(codes(bench))
                    .contains(ApplicationFault.RESPONSE_TIMEOUT, ApplicationFault.BAD_RESPONSE)
                    .containsAnyOf(
                            TransportFault.CONNECT_REFUSED,
                            TransportFault.RESET,
                            TransportFault.STALE_REUSE,
                            TransportFault.CLOSED_EARLY);
        }
    }

    private static void await(VerifyingClient.Load load, int more) {
        long wanted = load.right() + more;
        Eventually.until(
                more + " more right answers",
                PATIENCE,
                () -> load.right() >= wanted || !load.wrong().isEmpty());
    }

    private static void awaitFault(HttpBench bench, FaultCode code) {
        Eventually.until(code.id(), PATIENCE, () -> codes(bench).contains(code));
    }

    private static List<FaultCode> codes(HttpBench bench) {
        return bench.server.faults().counts().stream().map(FaultCount::code).toList();
    }

    /** More load from a program that is good at it, where the machine has it. Its answers are not checked. */
    private static final class Wrk implements AutoCloseable {
        private final List<Process> running = new ArrayList<>();

        static Wrk start(int port) throws IOException {
            var wrk = new Wrk();
            if (HostCommand.attempt("wrk", "--version").exitCode() != 127) {
                wrk.running.add(
                        new ProcessBuilder(
                                        "wrk",
                                        "-t1",
                                        "-c16",
                                        "-d60s",
                                        "http://127.0.0.1:" + port + "/w")
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .redirectErrorStream(true)
                                .start());
            }
            return wrk;
        }

        void finish() {
            running.forEach(Process::destroy);
        }

        @Override
        public void close() {
            running.forEach(Process::destroyForcibly);
        }
    }
}
