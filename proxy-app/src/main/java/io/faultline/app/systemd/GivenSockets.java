package io.faultline.app.systemd;

import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.linux.Descriptors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The listening sockets that whoever started us bound for us: socket activation, sd_listen_fds(3). The
 * starter holds them while we come and go, so nobody is refused between two of our lives.
 */
public final class GivenSockets {

    private static final int FIRST = 3;
    private static final int MOST = 4096;

    private GivenSockets() {}

    /**
     * Empty when nobody gave us any.
     *
     * @throws IOException when one of them is nothing we could serve; the message is a sentence
     */
    public static List<InheritedSocket> of(Map<String, String> environment, long ownPid)
            throws IOException {
        String count = environment.get("LISTEN_FDS");
        String pid = environment.get("LISTEN_PID");
        // Meant for our parent: a shell, or a predecessor whose environment we have.
        if (count == null || pid == null || !pid.equals(Long.toString(ownPid))) {
            return List.of();
        }
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
        List<InheritedSocket> sockets = new ArrayList<>();
        int all = number(count);
        for (int i = 0; i < all; i++) {
            String name = i < names.length ? names[i] : "";
            try {
                sockets.add(Descriptors.listening(FIRST + i, name, true));
            } catch (IOException notOurs) {
                throw new IOException(
                        "LISTEN_FDS: descriptor "
                                + (FIRST + i)
                                + (name.isEmpty() ? "" : " ('" + name + "')")
                                + " "
                                + notOurs.getMessage());
            }
        }
        return sockets;
    }

    private static int number(String count) throws IOException {
        try {
            int number = Integer.parseInt(count);
            if (number >= 0 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The sentence below tells it.
        }
        throw new IOException("LISTEN_FDS is '" + count + "', which is no number of sockets");
    }
}
