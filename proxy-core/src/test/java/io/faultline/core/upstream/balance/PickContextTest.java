package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PickContextTest {

    private final PickContext context = new PickContext(1);

    @Test
    void remembersWhatWasTriedOnceEach() {
        List<FakeTarget> targets = FakeTarget.many(20);
        for (FakeTarget target : targets) {
            context.tried(target);
            context.tried(target);
        }

        assertThat(context.triedCount()).isEqualTo(20);
        assertThat(targets).allMatch(context::wasTried);
        assertThat(context.wasTried(new FakeTarget("10.0.0.1:80")))
                .as("another object of the same name is another endpoint")
                .isFalse();
    }

    @Test
    void theNextSessionBeginsWithoutTheTroublesOfTheLast() {
        FakeTarget target = new FakeTarget("10.0.0.1:80");
        context.tried(target);

        context.reset(2);

        assertThat(context.wasTried(target)).isFalse();
        assertThat(context.triedCount()).isZero();
        assertThat(context.sourceHash()).isEqualTo(2);
    }
}
