package io.faultline.core.starved;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.ControlLoop;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.process.JavaLaunch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Health checks and DNS in a process that has really run out of descriptors. */
final class StarvedIT {

    @ParameterizedTest
    @EnumSource(ControlLoop.Kind.class)
    void withoutDescriptorsNothingIsHeldAgainstAnybodyAndItRecoversByItself(ControlLoop.Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.sink());
                var dns = ScriptedDns.start()) {
            dns.answers("db.test", 30, "10.0.0.1");
            var launch =
                    JavaLaunch.of(StarvedMain.class)
                            .jvmArgs("--enable-native-access=ALL-UNNAMED")
                            .args(kind.name(), "" + origin.port(), "" + dns.port())
                            .openFiles(256);
            try (var child = launch.start()) {
                assertThat(child.awaitLine("check UNCHECKED"))
                        .startsWith("check UNCHECKED L4.FILES_EXHAUSTED (proxy, connect)");
                assertThat(child.awaitLine("lookup []"))
                        .startsWith("lookup [] L4.FILES_EXHAUSTED (proxy, resolve)");

                child.awaitLine("check UP null");
                child.awaitLine("lookup [/10.0.0.1] null");
                assertThat(child.lines()).noneMatch(line -> line.startsWith("check DOWN"));
            }
        }
    }
}
