package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much goes over each interface, against the speed of its link; what was dropped or broken.
 *
 * <p>Only what has a speed can be full: of loopback, bridges and most virtual machines nobody knows one.
 * The busier direction counts, for a link has each of them in full.
 */
final class Interfaces {

    private static final String LOOPBACK = "lo";
    private static final int MOST = 16; // of hundreds of container ends, the first ones
    private static final int LOOKS_BETWEEN_SPEEDS =
            30; // some drivers ask the card, which takes its time
    private static final double BITS = 8;
    private static final double MEGA = 1e6;

    private static final class Interface {
        private final KernelFile speedFile;
        private long megabits = KernelText.NONE;
        private int looksUntilSpeed;
        private long received = KernelText.NONE;
        private long sent = KernelText.NONE;
        private double seconds;

        Interface(Path speed) {
            speedFile = new KernelFile(speed);
        }
    }

    private final KernelFile counters;
    private final Path classes;
    private final Map<String, Interface> known = new HashMap<>();
    private final KernelText speedText = new KernelText(64);

    Interfaces(KernelFiles proc, Path sys) {
        counters = proc.file("self/net/dev");
        classes = sys.resolve("class/net");
    }

    /** Columns: name, then of what was received and of what was sent: bytes, packets, errors, drops, ... */
    void look(KernelText text, Look look) {
        if (!counters.read(text)) {
            look.unknown(ResourceKind.LINK, "", "this system has no /proc/net/dev");
            return;
        }
        Set<String> there = new HashSet<>();
        while (text.nextLine()) {
            if (text.nextWord() && text.word().endsWith(":")) {
                String name = text.word().substring(0, text.word().length() - 1);
                if (!name.equals(LOOPBACK) && !name.isEmpty()) {
                    there.add(name);
                    row(name, text, look, there.size() <= MOST);
                }
            }
        }
        known.entrySet().removeIf(each -> gone(each, there));
    }

    private static boolean gone(Map.Entry<String, Interface> each, Set<String> there) {
        boolean gone = !there.contains(each.getKey());
        if (gone) {
            each.getValue().speedFile.close();
        }
        return gone;
    }

    private void row(String name, KernelText text, Look look, boolean shown) {
        final long received = text.nextNumber();
        text.nextWord();
        look.happened(EventKind.RECEIVE_ERRORS, text.nextNumber());
        look.happened(EventKind.RECEIVE_DROPS, text.nextNumber());
        text.skipTo(4);
        final long sent = text.nextNumber();
        text.nextWord();
        look.happened(EventKind.SEND_ERRORS, text.nextNumber());
        look.happened(EventKind.SEND_DROPS, text.nextNumber());
        text.skipTo(2);
        look.happened(EventKind.CARRIER_LOST, text.nextNumber());
        if (shown && received + sent > 0) { // else it is down, or nobody uses it
            throughput(name, received, sent, look);
        }
    }

    private void throughput(String name, long received, long sent, Look look) {
        Interface link =
                known.computeIfAbsent(
                        name, unseen -> new Interface(classes.resolve(unseen).resolve("speed")));
        double passed = look.seconds() - link.seconds;
        boolean measured =
                link.received >= 0 && received >= link.received && sent >= link.sent && passed > 0;
        double bits = Math.max(received - link.received, sent - link.sent) * BITS / passed;
        link.received = received;
        link.sent = sent;
        link.seconds = look.seconds();
        speed(link);
        if (link.megabits <= 0) {
            String why = "the driver does not tell the speed of the link";
            if (measured) {
                look.unbounded(ResourceKind.LINK, name, bits, why);
            } else {
                look.unknown(ResourceKind.LINK, name, why);
            }
        } else if (measured) {
            look.found(ResourceKind.LINK, name, bits, link.megabits * MEGA);
        } else {
            look.unknown(ResourceKind.LINK, name, "a rate needs two looks");
        }
    }

    private void speed(Interface link) {
        if (link.looksUntilSpeed-- > 0) {
            return;
        }
        link.looksUntilSpeed = LOOKS_BETWEEN_SPEEDS;
        link.megabits = link.speedFile.number(speedText);
        link.speedFile.close(); // many interfaces would be many descriptors
    }
}
