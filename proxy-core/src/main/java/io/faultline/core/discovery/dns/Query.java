package io.faultline.core.discovery.dns;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.DnsClassifier;
import io.faultline.core.fault.Fault;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question, put to one name server after the other until one of them knows. NXDOMAIN and an empty
 * answer are knowledge; SERVFAIL, a refusal, a truncated answer and silence send us to the next one.
 */
final class Query {

    private static final String RESOLVER = "resolver";
    private static final int MIN_TRIES = 2; // one lost datagram must not fail a lookup

    private final DnsSockets sockets;
    private final List<InetSocketAddress> servers;
    private final long tryMillis;
    private final String name;
    private final Family family;
    private final Consumer<Answer> then;
    private int tries;
    private @Nullable Fault worst;

    Query(
            DnsSockets sockets,
            List<InetSocketAddress> servers,
            long timeoutMillis,
            String name,
            Family family,
            Consumer<Answer> then) {
        this.sockets = sockets;
        this.servers = servers;
        // All tries share the time, so that the last server is asked before it is over.
        this.tryMillis = Math.max(1, timeoutMillis / tries(servers));
        this.name = name;
        this.family = family;
        this.then = then;
    }

    private static int tries(List<InetSocketAddress> servers) {
        return Math.max(MIN_TRIES, servers.size());
    }

    void start() {
        DnsQuestion question;
        try {
            question = new DefaultDnsQuestion(name + ".", family.recordType());
        } catch (IllegalArgumentException notADnsName) { // a label of 64 bytes, an empty one
            then.accept(new Answer.None(unaskable(notADnsName.getMessage())));
            return;
        }
        ask(question);
    }

    private void ask(DnsQuestion question) {
        InetSocketAddress server = servers.get(tries % servers.size());
        tries++;
        ask(question, server, false);
    }

    private void ask(DnsQuestion question, InetSocketAddress server, boolean tcp) {
        var ending =
                new Exchange.Ending() {
                    @Override
                    public void answered(DnsResponse response) {
                        if (response.isTruncated() && !tcp) { // a part of an answer is no answer
                            ask(question, server, true);
                        } else {
                            ended(question, judge(server, response));
                        }
                    }

                    @Override
                    public void failed(Fault fault) {
                        ended(question, new Answer.Unknown(of(server, fault)));
                    }
                };
        new Exchange(sockets, tcp, server, question, ending).start(tryMillis);
    }

    private void ended(DnsQuestion question, Answer answer) {
        switch (answer) {
            case Answer.Unknown unknown -> {
                worst = worse(worst, unknown.fault());
                if (tries < tries(servers)) {
                    ask(question);
                } else {
                    then.accept(new Answer.Unknown(worst.with("tries", Integer.toString(tries))));
                }
            }
            default -> then.accept(answer);
        }
    }

    private Answer judge(InetSocketAddress server, DnsResponse response) {
        try {
            return answer(response, of(server, DnsClassifier.ofResponse(response.code())));
        } catch (RuntimeException malformed) { // bytes from the network: anything may be in there
            Fault useless = Fault.of(ApplicationFault.DNS_SERVFAIL, Side.PROXY, Stage.RESOLVE);
            return new Answer.Unknown(of(server, useless).with("malformed", malformed.toString()));
        }
    }

    private Answer answer(DnsResponse response, Fault said) {
        DnsResponseCode code = response.code();
        if (code.equals(DnsResponseCode.NXDOMAIN)) {
            return new Answer.None(said);
        }
        if (!code.equals(DnsResponseCode.NOERROR)) {
            return new Answer.Unknown(said);
        }
        Response read = Response.read(response, family);
        return read.addresses().isEmpty()
                ? new Answer.None(empty(said, read))
                : new Answer.Found(
                        read.addresses(), read.ttlNanos(), read.alias(), valueOf(said, RESOLVER));
    }

    private static Fault empty(Fault said, Response read) {
        Fault empty = read.alias() == null ? said : said.with("alias", read.alias());
        return read.unusable().isEmpty()
                ? empty
                : empty.with("unusable", String.join(",", read.unusable()));
    }

    private Fault unaskable(@Nullable String reason) {
        return Fault.of(ApplicationFault.DNS_NXDOMAIN, Side.UPSTREAM, Stage.RESOLVE)
                .with("question", name)
                .with("not-a-dns-name", String.valueOf(reason));
    }

    private Fault of(InetSocketAddress server, Fault fault) {
        return fault.with(RESOLVER, NetUtil.toSocketAddressString(server))
                .with("question", family.recordType().name() + " " + name);
    }

    /** A server's error says more than a server's silence: a timeout points down the stack. */
    private static Fault worse(@Nullable Fault before, Fault now) {
        if (before == null) {
            return now;
        }
        boolean silence = before.code() == ApplicationFault.DNS_TIMEOUT;
        Fault kept = silence ? now : before;
        Fault other = silence ? before : now;
        String otherResolver = valueOf(other, RESOLVER);
        return otherResolver.equals(valueOf(kept, RESOLVER))
                ? kept
                : kept.with("also", other.code().id() + " " + otherResolver);
    }

    private static String valueOf(Fault fault, String name) {
        List<String> evidence = fault.evidence().namesAndValues();
        int at = evidence.indexOf(name);
        return at < 0 ? "" : evidence.get(at + 1);
    }
}
