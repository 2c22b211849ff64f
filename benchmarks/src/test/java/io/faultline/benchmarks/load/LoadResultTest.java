package io.faultline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadResultTest {

    @Test
    void aLineSaysAllThatWasMeasured() {
        var result = new LoadResult(12_345_678_901L, 2.5, 3, 17.25, 1234.5, 9000);

        assertThat(LoadResult.parse(result.line())).isEqualTo(result);
    }

    @Test
    void whatIsNoResultIsQuoted() {
        assertThatThrownBy(() -> LoadResult.parse("Exception in thread main"))
                .hasMessageContaining("Exception in thread main");
    }
}
