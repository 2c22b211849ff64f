package io.faultline.core.discovery.dns;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Answers at once what a test has scripted, or holds a question until the test answers it. */
final class ScriptedLookup implements NameLookup {

    private final Map<String, Answer> script = new HashMap<>();
    private final Map<String, Consumer<Answer>> held = new HashMap<>();
    boolean breaks;
    final List<String> asked = new ArrayList<>();

    ScriptedLookup says(String name, Family family, Answer answer) {
        script.put(family + " " + name, answer);
        return this;
    }

    /** The question is asked and stays open until {@link #release}. */
    ScriptedLookup holds(String name, Family family) {
        script.remove(family + " " + name);
        return this;
    }

    void release(String name, Family family, Answer answer) {
        Objects.requireNonNull(held.remove(family + " " + name), "nobody asked").accept(answer);
    }

    int timesAsked(String name, Family family) {
        return (int) asked.stream().filter((family + " " + name)::equals).count();
    }

    @Override
    public void ask(String fullName, Family family, Consumer<Answer> then) {
        String question = family + " " + fullName;
        asked.add(question);
        if (breaks) {
            throw new IllegalStateException("a bug");
        }
        Answer answer = script.get(question);
        if (answer == null) {
            held.put(question, then);
        } else {
            then.accept(answer);
        }
    }

    static Answer found(Duration ttl, String... addresses) {
        return new Answer.Found(
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(), ttl.toNanos());
    }

    static Answer nxdomain() {
        return new Answer.None(fault(ApplicationFault.DNS_NXDOMAIN));
    }

    static Answer empty() {
        return new Answer.None(fault(ApplicationFault.DNS_EMPTY));
    }

    static Answer servfail() {
        return new Answer.Unknown(fault(ApplicationFault.DNS_SERVFAIL));
    }

    static Answer timeout() {
        return new Answer.Unknown(fault(ApplicationFault.DNS_TIMEOUT));
    }

    private static Fault fault(ApplicationFault code) {
        return Fault.of(code, Side.UPSTREAM, Stage.RESOLVE);
    }
}
