package io.faultline.benchmarks.micro;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.gate.Firewall;
import io.faultline.core.gate.FirewallRule;
import io.faultline.core.gate.FirewallRule.Action;
import io.faultline.core.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One client's verdict among this many rules, from /12 to /32 and of both families. Every connection
 * pays for it before anything else happens.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FirewallLookupBenchmark {

    private static final int CLIENTS = 4096; // beyond what a branch predictor learns by heart

    @Param({"10", "100000"})
    int rules;

    private Firewall firewall;
    private final PeerAddress[] v4 = new PeerAddress[CLIENTS];
    private final PeerAddress[] v6 = new PeerAddress[CLIENTS];
    private int next;

    @Setup(Level.Trial)
    public void prepare() {
        var random = new SplittableRandom(1);
        List<FirewallRule> made = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            // Two rules in three are IPv4, as in the lists that operators load.
            made.add(
                    new FirewallRule(
                            range(random, i % 3 < 2 ? 4 : 16), Action.ALLOW, "rules:" + i));
        }
        // Passing allocates nothing; a refusal does, for its evidence.
        firewall = new Firewall(made, Action.ALLOW, "default");
        for (int i = 0; i < CLIENTS; i++) {
            v4[i] = PeerAddress.fromBytes(bytes(random, 4), 0, 4, 4000);
            v6[i] = PeerAddress.fromBytes(bytes(random, 16), 0, 16, 4000);
        }
    }

    @Benchmark
    public Verdict v4Client() {
        return firewall.judge(v4[next++ & CLIENTS - 1]);
    }

    @Benchmark
    public Verdict v6Client() {
        return firewall.judge(v6[next++ & CLIENTS - 1]);
    }

    private static IpPrefix range(SplittableRandom random, int length) {
        int bits = length == 4 ? random.nextInt(12, 33) : random.nextInt(28, 65);
        byte[] network = bytes(random, length);
        for (int bit = bits; bit < length * 8; bit++) {
            network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return IpPrefix.of(network, bits);
    }

    /** IPv6 addresses all come from 2001::/16, or none would share a prefix with any rule. */
    private static byte[] bytes(SplittableRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        if (length == 16) {
            bytes[0] = 0x20;
            bytes[1] = 0x01;
        }
        return bytes;
    }
}
