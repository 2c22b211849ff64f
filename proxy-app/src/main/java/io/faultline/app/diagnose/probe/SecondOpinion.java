package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.target.Ask;
import io.faultline.app.diagnose.target.RequestText;
import io.faultline.app.diagnose.target.Settings;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.RequestHead;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Where a rung breaks, one more connection made in another way often tells which of two causes it is. At
 * most two of them, each with little patience.
 */
final class SecondOpinion {

    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Ask GLANCE = Ask.ofOurs("GET", null, "/", List.of());

    /** What TLS ends in when there is no TLS on the other side. */
    private static final Set<FaultCode> PERHAPS_NOT_TLS =
            Set.of(
                    TlsFault.NOT_TLS,
                    TlsFault.HANDSHAKE_TIMEOUT,
                    TlsFault.PROTOCOL_ERROR,
                    TransportFault.CLOSED_EARLY,
                    TransportFault.RESET);

    /** What goes away when anybody is trusted and anything is spoken. */
    private static final Set<FaultCode> MATTER_OF_TASTE =
            Set.of(
                    TlsFault.CERT_EXPIRED,
                    TlsFault.CERT_NOT_YET_VALID,
                    TlsFault.CERT_NAME_MISMATCH,
                    TlsFault.CERT_UNTRUSTED,
                    TlsFault.NO_COMMON_PROTOCOL,
                    TlsFault.NO_COMMON_CIPHER,
                    TlsFault.ALPN_MISMATCH);

    /** What plain HTTP ends in when the port expects TLS. */
    private static final Set<FaultCode> PERHAPS_TLS =
            Set.of(
                    ApplicationFault.BAD_RESPONSE,
                    TransportFault.CLOSED_EARLY,
                    TransportFault.RESET);

    private final Line line;

    SecondOpinion(Line line) {
        this.line = line;
    }

    /** Sentences about a handshake that failed. */
    List<String> onTls(Fault fault) {
        List<String> opinions = new ArrayList<>();
        FaultCode code = fault.code();
        if (code == TlsFault.HANDSHAKE_TIMEOUT && brieflyAgreed()) {
            opinions.add(
                    "a shorter hello is answered at once: large packets are lost on the way"
                            + " (suspected: MTU black hole)");
            return opinions;
        }
        if (PERHAPS_NOT_TLS.contains(code)) {
            opinions.add(withoutTls());
        }
        if (MATTER_OF_TASTE.contains(code)) {
            opinions.add(leniently());
        }
        return opinions;
    }

    /** Sentences about an exchange in plain HTTP that failed, or was answered with 400. */
    List<String> onPlainHttp(Answered answer) {
        Fault fault = answer.fault();
        boolean perhaps =
                fault == null ? answer.status() == 400 : PERHAPS_TLS.contains(fault.code());
        if (!perhaps) {
            return List.of();
        }
        Dialled secured = dial(Settings.lenient(line.plan().config()));
        return secured.fault() == null
                ? List.of("the port speaks TLS: ask with https://, or give the upstream 'tls'")
                : List.of();
    }

    private boolean brieflyAgreed() {
        return dial(Settings.brief(line.plan().config())).fault() == null;
    }

    private String leniently() {
        Dialled any = dial(Settings.lenient(line.plan().config()));
        if (any.fault() != null || any.session() == null) {
            return "with any certificate and any version accepted it fails as well: "
                    + (any.fault() == null ? "no session" : any.fault().code().id());
        }
        String agreed =
                "with any certificate and any version accepted TLS is agreed on: "
                        + any.session().protocol()
                        + (any.application() == null ? "" : ", " + any.application());
        if (any.chain().isEmpty()) {
            return agreed;
        }
        X509Certificate own = any.chain().getFirst();
        return agreed
                + "; "
                + TlsRung.count(any.chain())
                + " shown, the first by "
                + own.getIssuerX500Principal().getName();
    }

    private Dialled dial(UpstreamConfig config) {
        try {
            TlsOrigination tls = line.tls(shortOf(config));
            try {
                return line.dial(config, tls, (way, dialled) -> dialled);
            } finally {
                line.bench().worker().execute(tls::close);
            }
        } catch (BadFile | TlsSetupException unusable) {
            throw new IllegalArgumentException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static UpstreamConfig shortOf(UpstreamConfig config) {
        return Settings.impatient(config, PATIENCE);
    }

    /** What the port says to somebody who does not know TLS. */
    private String withoutTls() {
        UpstreamConfig plain = Settings.plain(line.plan().config());
        return line.dial(
                plain,
                null,
                (way, dialled) -> {
                    Wire wire = dialled.wire();
                    if (wire == null) {
                        return "without TLS the port cannot be reached either";
                    }
                    RequestHead head = RequestText.head(GLANCE, line.place(), false);
                    Answered answer =
                            line.bench()
                                    .ask(
                                            PATIENCE.plusSeconds(2),
                                            (CompletableFuture<Answered> outcome) ->
                                                    HttpAsk.begin(
                                                            line.bench(),
                                                            way,
                                                            wire,
                                                            null,
                                                            head,
                                                            PATIENCE,
                                                            outcome));
                    return said(answer);
                });
    }

    private static String said(Answered answer) {
        Fault fault = answer.fault();
        if (answer.status() > 0) {
            return "without TLS the port answers HTTP/"
                    + answer.version()
                    + " "
                    + answer.status()
                    + (answer.status() == 400
                            ? ": it may be TLS that was answered so"
                            : ": it speaks plain HTTP");
        }
        if (fault == null) {
            return "without TLS it says nothing";
        }
        String seen = fault.evidence().value("seen");
        return fault.code() == ApplicationFault.RESPONSE_TIMEOUT
                ? "to plain HTTP the port is silent as well: its application is stuck"
                : "to plain HTTP it says "
                        + fault.code().id()
                        + (seen == null ? "" : " (" + seen + ")");
    }
}
