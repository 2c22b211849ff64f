package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.Printable;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.tls.ShownCertificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Which certificates are in service, from which files, and how long they still live. */
final class CertificatesPage implements AdminPage {

    private static final JsonShape CERTIFICATE =
            JsonShape.object("")
                    .with("used_by", JsonShape.text("Which listener or upstream."))
                    .with("names", JsonShape.list("", JsonShape.text("")))
                    .with("subject", JsonShape.text(""))
                    .with("issuer", JsonShape.text(""))
                    .with("serial", JsonShape.text("Hexadecimal."))
                    .with("not_before", JsonShape.text(""))
                    .with("not_after", JsonShape.text(""))
                    .with("days_left", JsonShape.whole("Negative once it has ended."))
                    .with("file", JsonShape.text(""))
                    .with("reading", JsonShape.whole("How often its files were taken."))
                    .with("problem", JsonShape.text("Why newer files are not used.").orNull());

    private final Supplier<List<ShownCertificate>> certificates;
    private final InstantSource clock;

    CertificatesPage(Supplier<List<ShownCertificate>> certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/certificates";
    }

    @Override
    public String summary() {
        return "certificates in service, the one that ends first on top; files that were not taken";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                        summary(),
                        JsonShape.object("")
                                .with(
                                        "certificates",
                                        JsonShape.list(
                                                "The one that ends first on top.", CERTIFICATE))));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        Instant now = clock.instant();
        List<ShownCertificate> all =
                certificates.get().stream()
                        .sorted(Comparator.comparing(each -> each.identity().notAfter()))
                        .toList();
        return query.wantsJson()
                ? AdminReply.json(json(all, now))
                : AdminReply.text(text(all, now));
    }

    private static String text(List<ShownCertificate> all, Instant now) {
        if (all.isEmpty()) {
            return "no certificate is in service\n";
        }
        var table = new TextTable("", "USED BY", "NAMES", "DAYS LEFT", "ENDS", "FILE", "READING");
        var problems = new StringBuilder();
        for (ShownCertificate each : all) {
            table.row(
                    each.usedBy(),
                    String.join(",", each.identity().names()),
                    days(each, now),
                    each.identity().notAfter().toString(),
                    each.identity().certificateFile().toString(),
                    Integer.toString(each.generation()));
        }
        all.stream()
                .filter(each -> each.problem() != null)
                .map(each -> each.usedBy() + ": newer files are not used: " + each.problem())
                .distinct()
                .forEach(line -> problems.append(Printable.of(line)).append('\n'));
        return table.toString() + (problems.isEmpty() ? "" : "\n" + problems);
    }

    private static String days(ShownCertificate certificate, Instant now) {
        return String.format(Locale.ROOT, "%.1f", certificate.daysLeft(now));
    }

    private static String json(List<ShownCertificate> all, Instant now) {
        Utf8Buffer out = new Utf8Buffer(4 * 1024);
        JsonWriter json = new JsonWriter(out).object().array("certificates");
        for (ShownCertificate each : all) {
            json.object();
            json.member("used_by", each.usedBy());
            json.array("names");
            each.identity().names().forEach(json::element);
            json.endArray();
            json.member(
                    "subject", each.identity().certificate().getSubjectX500Principal().getName());
            json.member("issuer", each.identity().certificate().getIssuerX500Principal().getName());
            json.member("serial", each.identity().certificate().getSerialNumber().toString(16));
            json.member("not_before", each.identity().notBefore().toString());
            json.member("not_after", each.identity().notAfter().toString());
            json.member("days_left", (long) Math.floor(each.daysLeft(now)));
            json.member("file", each.identity().certificateFile().toString());
            json.member("reading", each.generation());
            json.member("problem", each.problem());
            json.endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }
}
