package io.faultline.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A name server that says exactly what a test tells it to: addresses, NXDOMAIN, SERVFAIL,
 * nothing at all, a truncated answer, garbage, a forgery. UDP and TCP share one port.
 *
 * <p>A name says the same until it is scripted anew, so a test can flip a name while the proxy runs.
 * A name nobody scripted is REFUSED: a typing error in a test must not look like NXDOMAIN.
 */
public final class ScriptedDns implements AutoCloseable {

    private static final int MAX_BIND_TRIES = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, Deque<DnsReply>> script = new HashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private int askedOverTcp;

    private ScriptedDns(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    public static ScriptedDns start() {
        return start("127.0.0.1");
    }

    /** @param literal an address of this host, where loopback is not what is to be asked */
    public static ScriptedDns start(String literal) {
        try {
            var dns = open(InetAddress.ofLiteral(literal));
            Thread.ofVirtual().name("scripted-dns-udp").start(dns::serveUdp);
            Thread.ofVirtual().name("scripted-dns-tcp").start(dns::serveTcp);
            return dns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScriptedDns open(InetAddress at) throws IOException {
        for (int i = 1; ; i++) {
            var udp = new DatagramSocket(0, at);
            try {
                return new ScriptedDns(udp, new ServerSocket(udp.getLocalPort(), 50, at));
            } catch (BindException e) { // that number is free for UDP only
                udp.close();
                if (i == MAX_BIND_TRIES) {
                    throw e;
                }
            }
        }
    }

    public int port() {
        return tcp.getLocalPort(); // a closed datagram socket forgets its port
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), port());
    }

    /** Answers with these addresses; the family nobody gave is an empty answer. */
    public ScriptedDns answers(String name, int ttlSeconds, String... addresses) {
        return says(name, addressesOf(ttlSeconds, addresses));
    }

    /** An alias with its target's addresses in one answer, as a recursive server sends it. */
    public ScriptedDns alias(
            String name, int aliasTtlSeconds, String target, int ttlSeconds, String... addresses) {
        return says(
                name,
                new DnsReply.Alias(target, aliasTtlSeconds, addressesOf(ttlSeconds, addresses)));
    }

    public ScriptedDns nxdomain(String name) {
        return says(name, new DnsReply.Code(DnsWire.NXDOMAIN));
    }

    public ScriptedDns servfail(String name) {
        return says(name, new DnsReply.Code(DnsWire.SERVFAIL));
    }

    /** NOERROR without a record: the name exists, but not in this family. */
    public ScriptedDns empty(String name) {
        return says(name, new DnsReply.Code(DnsWire.NOERROR));
    }

    public ScriptedDns silent(String name) {
        return says(name, new DnsReply.Silence());
    }

    public ScriptedDns garbage(String name) {
        return says(name, new DnsReply.Garbage());
    }

    /** Truncated over UDP, whole over TCP. */
    public ScriptedDns truncated(String name, int ttlSeconds, String... addresses) {
        return says(name, new DnsReply.Truncated(addressesOf(ttlSeconds, addresses), true));
    }

    /** Truncated over UDP, and TCP hangs up without a word. */
    public ScriptedDns truncatedForEver(String name) {
        return says(name, new DnsReply.Truncated(addressesOf(0), false));
    }

    /** Both families say the same from now on. */
    public ScriptedDns says(String name, DnsReply reply) {
        return saysA(name, reply).saysAaaa(name, reply);
    }

    public ScriptedDns saysA(String name, DnsReply... inTurn) {
        return put(name + "/" + DnsWire.TYPE_A, inTurn);
    }

    public ScriptedDns saysAaaa(String name, DnsReply... inTurn) {
        return put(name + "/" + DnsWire.TYPE_AAAA, inTurn);
    }

    public static DnsReply.Addresses addressesOf(int ttlSeconds, String... addresses) {
        return new DnsReply.Addresses(
                ttlSeconds, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    /** How often this name was asked for, both families and both transports together. */
    public synchronized int asked(String name) {
        return asked.getOrDefault(name, 0);
    }

    public synchronized int askedOverTcp() {
        return askedOverTcp;
    }

    /** From now on TCP is refused: what a firewall for "DNS, so UDP 53" looks like. */
    public void stopTcp() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        udp.close();
        stopTcp();
    }

    private synchronized ScriptedDns put(String key, DnsReply... inTurn) {
        script.put(key, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    private synchronized DnsReply replyTo(DnsWire.Question question, boolean overTcp) {
        asked.merge(question.name(), 1, Integer::sum);
        askedOverTcp += overTcp ? 1 : 0;
        Deque<DnsReply> replies = script.get(question.name() + "/" + question.type());
        if (replies == null) {
            return new DnsReply.Code(DnsWire.REFUSED);
        }
        // The last reply of a script repeats for ever.
        return replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                var question = DnsWire.question(buffer, packet.getLength());
                for (byte[] answer : overUdp(question, replyTo(question, false))) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (SocketException e) {
                return; // closed by the test
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<byte[]> overUdp(DnsWire.Question question, DnsReply reply) {
        return switch (reply) {
            case DnsReply.Silence s -> List.of();
            case DnsReply.Garbage g -> List.of(DnsWire.garbage(question));
            case DnsReply.Truncated t -> List.of(DnsWire.truncated(question));
            case DnsReply.Forged f ->
                    List.of(
                            DnsWire.underWrongId(whole(question, f.lie())),
                            whole(question, f.truth()));
            default -> List.of(whole(question, reply));
        };
    }

    private static byte[] whole(DnsWire.Question question, DnsReply reply) {
        return switch (reply) {
            case DnsReply.Addresses a ->
                    DnsWire.addresses(question, a.ttlSeconds(), ofFamily(question, a));
            case DnsReply.Alias a ->
                    DnsWire.alias(
                            question,
                            a.target(),
                            a.aliasTtlSeconds(),
                            a.of().ttlSeconds(),
                            ofFamily(question, a.of()));
            case DnsReply.Code c -> DnsWire.code(question, c.rcode());
            case DnsReply.Truncated t -> whole(question, t.overTcp());
            case DnsReply.Forged f -> whole(question, f.truth());
            case DnsReply.Garbage g -> throw new IllegalStateException("garbage is never whole");
            case DnsReply.Silence s -> throw new IllegalStateException("silence has no bytes");
        };
    }

    private static List<InetAddress> ofFamily(DnsWire.Question question, DnsReply.Addresses reply) {
        Class<? extends InetAddress> family =
                question.type() == DnsWire.TYPE_AAAA ? Inet6Address.class : Inet4Address.class;
        return reply.addresses().stream().filter(family::isInstance).toList();
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                byte[] message = new byte[in.readUnsignedShort()]; // RFC 1035 4.2.2: length first
                in.readFully(message);
                var question = DnsWire.question(message, message.length);
                DnsReply reply = replyTo(question, true);
                boolean hangsUp =
                        reply instanceof DnsReply.Silence
                                || reply instanceof DnsReply.Garbage
                                || reply instanceof DnsReply.Truncated t && !t.tcpWorks();
                if (!hangsUp) {
                    byte[] answer = whole(question, reply);
                    var out = new DataOutputStream(client.getOutputStream());
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            } catch (IOException e) {
                // A client that leaves, or the test that closes us: the loop's condition tells.
            }
        }
    }
}
