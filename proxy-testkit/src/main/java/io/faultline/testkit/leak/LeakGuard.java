package io.faultline.testkit.leak;

import io.faultline.testkit.Eventually;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves sockets, pipes or threads behind, and says which:
 * {@code @ExtendWith(LeakGuard.class)}.
 *
 * <p>What was open before the class does not count, and what is on its way out gets a few seconds.
 * Descriptors are seen on Linux only; threads everywhere. Virtual threads are not seen: what they
 * hold open is. A slow machine can wait longer with {@code faultline.leak.patience=PT60S} in
 * {@code junit-platform.properties}.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(LeakGuard.class);
    private static final String PATIENCE = "faultline.leak.patience";
    private static final Duration DEFAULT_PATIENCE = Eventually.PATIENCE;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), new Before(held()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        var before = context.getStore(NAMESPACE).get(context.getUniqueId(), Before.class);
        if (before == null) {
            throw new IllegalStateException(
                    "beforeAll has not run for " + context.getDisplayName());
        }
        var patience =
                context.getConfigurationParameter(PATIENCE, Duration::parse)
                        .orElse(DEFAULT_PATIENCE);
        verify(context.getDisplayName(), before.held(), patience);
    }

    private record Before(Map<String, String> held) {}

    private static Map<String, String> held() {
        var held = new TreeMap<>(OpenSockets.now());
        held.putAll(RunningThreads.now());
        return held;
    }

    private static void verify(String who, Map<String, String> before, Duration patience) {
        try {
            Eventually.until("leftovers to go", patience, () -> since(before).isEmpty());
        } catch (AssertionError late) {
            throw new AssertionError(
                    who + " left behind:\n  " + String.join("\n  ", since(before)), late);
        }
    }

    private static Collection<String> since(Map<String, String> before) {
        var left = held();
        left.keySet().removeAll(before.keySet());
        return left.values();
    }
}
