package io.faultline.core.upstream.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bound that all workers share, and who is woken when there is room. */
class PooledConnectionsTest {

    private final PooledConnections all = new PooledConnections();
    private final List<String> told = new ArrayList<>();

    private final class Pool implements PooledConnections.Member {
        private final String name;

        Pool(String name) {
            this.name = name;
            all.join(this);
        }

        @Override
        public void placeCameFree() {
            told.add(name + " may");
        }

        @Override
        public void anotherWaits() {
            told.add(name + " yields");
        }
    }

    @Test
    void noMoreThanTheLimitAreTaken() {
        assertThat(all.tryTake(2)).isTrue();
        assertThat(all.tryTake(2)).isTrue();
        assertThat(all.tryTake(2)).isFalse();
        all.giveBack();
        assertThat(all.tryTake(2)).isTrue();
        assertThat(all.held()).isEqualTo(2);
    }

    @Test
    void whoWaitsMakesTheOthersYieldAndIsToldOnce() {
        var one = new Pool("one");
        new Pool("two");
        all.tryTake(2);
        all.tryTake(2);
        all.await(one, false);
        assertThat(told).containsExactly("two yields");
        assertThat(all.isAwaited()).isTrue();
        all.giveBack();
        all.giveBack();
        assertThat(told).containsExactly("two yields", "one may");
        assertThat(all.isAwaited()).isFalse();
    }

    @Test
    void whoHasNoneAtAllComesFirst() {
        var rich = new Pool("rich");
        var poor = new Pool("poor");
        all.tryTake(2);
        all.tryTake(2);
        all.await(rich, false);
        all.await(poor, true);
        told.clear();
        assertThat(all.isAwaitedByStarving()).isTrue();
        all.giveBack();
        assertThat(told).containsExactly("poor may");
        assertThat(all.isAwaitedByStarving()).isFalse();
        all.giveBack();
        assertThat(told).containsExactly("poor may", "rich may");
    }

    @Test
    void whoHasLeftIsNotAskedToYield() {
        var one = new Pool("one");
        var two = new Pool("two");
        all.part(two);
        all.await(one, true);
        assertThat(told).isEmpty();
    }
}
