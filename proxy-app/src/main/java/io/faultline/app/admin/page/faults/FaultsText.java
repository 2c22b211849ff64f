package io.faultline.app.admin.page.faults;

import io.faultline.app.admin.text.Printable;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.Onset;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.Resource;
import java.util.List;

/** What breaks, for somebody with curl at 3 a.m.: what is suspected first, then numbers, then proof. */
final class FaultsText {

    private static final int RECENT = 10;

    private final FaultPicture picture;
    private final StringBuilder text = new StringBuilder();

    private FaultsText(FaultPicture picture) {
        this.picture = picture;
    }

    static String render(FaultPicture picture) {
        var page = new FaultsText(picture);
        if (picture.counts().isEmpty()) {
            page.text.append("Nothing has broken since the start.\n");
            page.suspicions();
            page.fullest();
            return page.text.toString();
        }
        page.suspicions();
        page.layers();
        page.codes();
        page.fullest();
        page.text.append("\nMost recent first:\n\n");
        page.timeLine(picture.recent().stream().limit(RECENT).toList());
        page.text.append(
                "\nMore: /faults/recent. What a code means and what to look with: faultline faults ");
        page.text.append(picture.counts().getFirst().code().id());
        return page.text.append('\n').toString();
    }

    static String recent(List<RecentFault> chosen, FaultPicture picture) {
        var page = new FaultsText(picture);
        page.text.append(
                "%d of the last %d faults, newest first; %d since the start.\n\n"
                        .formatted(chosen.size(), picture.recent().size(), picture.total()));
        page.timeLine(chosen);
        return page.text.toString();
    }

    // ---- what may be behind it

    private void suspicions() {
        int before = text.length();
        for (FaultPicture.Finding cause : picture.commonCauses()) {
            sentence(cause.upstream() + ": " + cause.text());
        }
        for (Onset onset : picture.onsets()) {
            sentence(onset.words());
        }
        for (FaultPicture.Finding found : picture.contradictions()) {
            sentence(found.upstream() + " " + found.endpoint() + ": " + found.text());
        }
        if (text.length() > before) {
            text.append('\n');
        }
    }

    private void sentence(String words) {
        text.append("! ").append(Printable.of(words)).append('\n');
    }

    private void fullest() {
        text.append("Fullest: ");
        text.append(picture.fullest().map(Resource::toString).orElse("nobody knows yet"));
        text.append('\n');
    }

    // ---- numbers

    private void layers() {
        TextTable table =
                new TextTable(
                        "", "LAYER", "SIDE", "UPSTREAM", "1 MIN", "10 MIN", "1 H", "ALL", "BEGAN");
        for (LayerCount count : picture.layers()) {
            table.row(
                    count.layer().name(),
                    count.side().label(),
                    orDash(count.upstream()),
                    Long.toString(count.lately().lastMinute()),
                    Long.toString(count.lately().lastTenMinutes()),
                    Long.toString(count.lately().lastHour()),
                    Long.toString(count.total()),
                    Printable.ago(count.lately().began(), picture.at()));
        }
        text.append(table).append('\n');
    }

    private void codes() {
        TextTable table =
                new TextTable("", "CODE", "SIDE", "UPSTREAM", "10 MIN", "ALL", "LAST", "WHERE");
        for (FaultCount count : picture.counts()) {
            table.row(
                    count.code().id() + (count.code().suspected() ? " (suspected)" : ""),
                    count.side().label(),
                    orDash(count.name()),
                    Long.toString(count.lately().lastTenMinutes()),
                    Long.toString(count.count()),
                    Printable.ago(count.last().at(), picture.at()),
                    where(count.last()));
        }
        text.append(table).append('\n');
    }

    // ---- proof

    /** Faults and changes in the order of time, newest first; changes older than all of them are left out. */
    private void timeLine(List<RecentFault> faults) {
        int next = 0;
        List<Change> changes = picture.changes();
        for (RecentFault fault : faults) {
            while (next < changes.size() && !changes.get(next).at().isBefore(fault.at())) {
                change(changes.get(next++));
            }
            fault(fault);
        }
        if (next < changes.size()) {
            change(changes.get(next)); // the one before the first of them
        }
    }

    private void change(Change change) {
        text.append("-- ").append(change.at()).append(' ');
        text.append(Printable.of(change.words()));
        if (!change.detail().isEmpty()) {
            text.append(": ").append(Printable.of(change.detail()));
        }
        text.append('\n');
    }

    private void fault(RecentFault recent) {
        text.append('#').append(recent.number()).append(' ').append(recent.at()).append(' ');
        text.append(recent.fault().code().id()).append(" (");
        text.append(recent.fault().side().label()).append(", ");
        text.append(recent.fault().stage().label()).append(")\n    ");
        text.append(Printable.of(where(recent)));
        if (recent.connectionId() != 0) {
            text.append("  session ").append("%016x".formatted(recent.connectionId()));
        }
        text.append('\n');
        if (!recent.fault().evidence().isEmpty()) {
            text.append("    ").append(Printable.of(recent.fault().evidence().toString()));
            text.append('\n');
        }
    }

    private static String where(RecentFault recent) {
        String endpoint = recent.endpoint();
        String upstream = recent.scope().upstream();
        String listener = recent.scope().listener();
        return (listener.isEmpty() ? "(no client)" : listener)
                + (upstream.isEmpty() ? "" : " -> " + upstream)
                + (endpoint == null ? "" : " " + endpoint);
    }

    private static String orDash(String name) {
        return name.isEmpty() ? "-" : name;
    }
}
