package io.faultline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadOrderTest {

    @Test
    void whatIsOpenedFirstIsTheOrderThatFollows() {
        var order = new LoadOrder("http", 8080, 64, 2.5, 12_345.678, "/b/100");

        assertThat(LoadOrder.parse(order.line())).isEqualTo(order);
        assertThat(LoadOrder.parse(order.opening().line()).opened()).isEqualTo(order);
    }
}
