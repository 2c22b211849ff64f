package io.faultline.testkit;

import java.net.InetAddress;
import java.util.List;

/** What {@link ScriptedDns} says to one question. One script line, one reply. */
public sealed interface DnsReply {

    /** NOERROR with these addresses, those of the question's family only. */
    record Addresses(int ttlSeconds, List<InetAddress> addresses) implements DnsReply {}

    /** NOERROR: the name is an alias, and these are the alias target's addresses. */
    record Alias(String target, int aliasTtlSeconds, Addresses of) implements DnsReply {}

    /** An answer with this response code and no record: 3 NXDOMAIN, 2 SERVFAIL, 0 empty. */
    record Code(int rcode) implements DnsReply {}

    /** Not one byte comes back. */
    record Silence() implements DnsReply {}

    /** Over UDP only the truncation bit and no record; over TCP the whole answer. */
    record Truncated(Addresses overTcp, boolean tcpWorks) implements DnsReply {}

    /** The right id and question, then bytes that are no records; over TCP it hangs up. */
    record Garbage() implements DnsReply {}

    /** First a forged answer under a wrong id, then the true one. */
    record Forged(Addresses lie, Addresses truth) implements DnsReply {}
}
