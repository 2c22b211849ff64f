package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Without a configured cap the descriptors decide: clients are refused before they run out. */
@EnabledOnOs(OS.LINUX)
class FewDescriptorsIT {

    private static final int DESCRIPTORS = 256;

    @Test
    void theDerivedCapRefusesClientsBeforeTheDescriptorsRunOut() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("hello"));
                ChildProcess proxy =
                        JavaLaunch.of(FewDescriptorsMain.class)
                                .jvmArgs("--enable-native-access=ALL-UNNAMED")
                                .args(origin.hostPort())
                                .openFiles(DESCRIPTORS)
                                .start()) {
            String port = proxy.awaitLine("port ").substring("port ".length());
            List<RawClient> served = new ArrayList<>();
            try {
                RawClient last = fill(Integer.parseInt(port), served);
                try (last) {
                    last.expectReset();
                }
                assertThat(proxy.awaitLine("L5.CONNECTION_LIMIT"))
                        .contains("(256 descriptors - ", " reserved) / 2");
                assertThat(proxy.lines()).noneMatch(line -> line.contains("L4.FILES_EXHAUSTED"));
                assertThat(served).hasSizeGreaterThan(20);
                served.forEach(client -> assertThat(client.send("x").readText(1)).isEqualTo("x"));
            } finally {
                served.forEach(RawClient::close);
            }
        }
    }

    /** Connects until one is not greeted; returns that one. */
    private static RawClient fill(int port, List<RawClient> served) {
        while (served.size() < DESCRIPTORS) {
            RawClient client = RawClient.connect(port);
            try {
                assertThat(client.readLine()).isEqualTo("hello");
                served.add(client);
            } catch (AssertionError notGreeted) {
                return client;
            }
        }
        throw new AssertionError(DESCRIPTORS + " served with " + DESCRIPTORS + " descriptors");
    }
}
