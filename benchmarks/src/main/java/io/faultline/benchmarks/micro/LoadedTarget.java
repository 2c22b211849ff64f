package io.faultline.benchmarks.micro;

import io.faultline.core.upstream.balance.Target;
import java.util.Locale;

/** An endpoint reduced to what a balancer looks at. */
final class LoadedTarget implements Target {

    private final String name;
    private int active;

    private LoadedTarget(String name) {
        this.name = name;
    }

    /** Addresses as a real cluster has them: names that differ in their last digits. */
    static LoadedTarget[] many(int count) {
        var targets = new LoadedTarget[count];
        for (int i = 0; i < count; i++) {
            var name =
                    String.format(Locale.ROOT, "10.%d.%d.%d:8080", i >> 16, i >> 8 & 255, i & 255);
            targets[i] = new LoadedTarget(name);
        }
        return targets;
    }

    /** Weights 1 to 3: equal ones would let a balancer take its short cuts. */
    static int[] mixedWeights(int count) {
        var weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 1 + i % 3;
        }
        return weights;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int active() {
        return active;
    }

    void acquire() {
        active++;
    }

    void release() {
        active--;
    }
}
