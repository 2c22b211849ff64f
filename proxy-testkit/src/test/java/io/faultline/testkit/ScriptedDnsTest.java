package io.faultline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JDK's own DNS client is the judge of what our server writes. */
final class ScriptedDnsTest {

    private final ScriptedDns dns = ScriptedDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void addressesComeBackByFamily() throws NamingException {
        dns.answers("db.test", 30, "10.0.0.1", "10.0.0.2", "2001:db8::1");

        assertThat(lookUp("db.test", "A")).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
        assertThat(lookUp("db.test", "AAAA")).containsExactly("2001:db8::1");
        assertThat(dns.asked("db.test")).isEqualTo(2);
    }

    @Test
    void eachResponseCodeIsToldApart() throws NamingException {
        dns.nxdomain("gone.test").servfail("broken.test").empty("v6only.test");

        assertThatThrownBy(() -> lookUp("gone.test", "A"))
                .isInstanceOf(NameNotFoundException.class);
        assertThatThrownBy(() -> lookUp("broken.test", "A"))
                .isInstanceOf(ServiceUnavailableException.class);
        assertThat(lookUp("v6only.test", "A")).isEmpty();
    }

    @Test
    void aNameNobodyScriptedIsRefused() {
        assertThatThrownBy(() -> lookUp("typo.test", "A"))
                .isInstanceOf(OperationNotSupportedException.class);
    }

    @Test
    void aTruncatedAnswerIsWholeOverTcp() throws NamingException {
        dns.truncated("big.test", 30, "10.0.0.1", "10.0.0.2", "10.0.0.3");

        assertThat(lookUp("big.test", "A")).hasSize(3);
        assertThat(dns.askedOverTcp()).isEqualTo(1);
    }

    @Test
    void silenceIsATimeout() {
        dns.silent("void.test");

        assertThatThrownBy(() -> lookUp("void.test", "A"))
                .isInstanceOf(CommunicationException.class);
    }

    @Test
    void repliesComeInTurnAndTheLastOneStays() throws NamingException {
        dns.saysA(
                "flip.test",
                ScriptedDns.addressesOf(1, "10.0.0.1"),
                ScriptedDns.addressesOf(1, "10.0.0.2"));

        assertThat(lookUp("flip.test", "A")).containsExactly("10.0.0.1");
        assertThat(lookUp("flip.test", "A")).containsExactly("10.0.0.2");
        assertThat(lookUp("flip.test", "A")).containsExactly("10.0.0.2");
    }

    @SuppressWarnings("BanJNDI") // the name is ours, the server is ours, DNS attributes are text
    private List<String> lookUp(String name, String type) throws NamingException {
        var settings = new Hashtable<String, String>();
        settings.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        settings.put("java.naming.provider.url", "dns://127.0.0.1:" + dns.port());
        settings.put("com.sun.jndi.dns.timeout.initial", "200");
        settings.put("com.sun.jndi.dns.timeout.retries", "1");
        var context = new InitialDirContext(settings);
        try {
            var found = new ArrayList<String>();
            var attribute = context.getAttributes(name, new String[] {type}).get(type);
            for (int i = 0; attribute != null && i < attribute.size(); i++) {
                found.add(attribute.get(i).toString());
            }
            return found;
        } finally {
            context.close();
        }
    }
}
