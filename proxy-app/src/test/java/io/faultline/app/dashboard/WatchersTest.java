package io.faultline.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.admin.AdminStream;
import org.junit.jupiter.api.Test;

class WatchersTest {

    private final Watchers watchers = new Watchers();

    private static final class Client implements AdminStream {
        private boolean reads = true;
        private boolean open = true;
        private int got;

        @Override
        public boolean offer(byte[] piece) {
            got += reads ? 1 : 0;
            return reads;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void whoDoesNotReadMissesPiecesAndIsLetGoInTheEnd() {
        var slow = new Client();
        var quick = new Client();
        watchers.add(slow);
        watchers.add(quick);
        slow.reads = false;

        tell(Watchers.MOST_MISSED - 1);
        assertThat(slow.open).isTrue();
        tell(1);

        assertThat(slow.open).isFalse();
        assertThat(quick.got).isEqualTo(Watchers.MOST_MISSED);
        assertThat(watchers.count()).isEqualTo(1);
    }

    @Test
    void whoCatchesUpBeginsAnew() {
        var client = new Client();
        watchers.add(client);

        client.reads = false;
        tell(Watchers.MOST_MISSED - 1);
        client.reads = true;
        tell(1);
        client.reads = false;
        tell(Watchers.MOST_MISSED - 1);

        assertThat(client.open).isTrue();
    }

    @Test
    void whoHasLeftIsNotCounted() {
        var client = new Client();
        watchers.add(client);
        client.close();

        assertThat(watchers.count()).isZero();
    }

    private void tell(int times) {
        for (int i = 0; i < times; i++) {
            watchers.tell(new byte[0]);
        }
    }
}
