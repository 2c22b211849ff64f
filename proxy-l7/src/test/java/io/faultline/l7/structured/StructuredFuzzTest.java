package io.faultline.l7.structured;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.structured.BareItem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is written is read back the same, and nothing that is read does harm. */
class StructuredFuzzTest {

    private static final String ALPHABET = "ab(),;= \"\\:?@%*/01.-\t\u00fcA";

    private final Random random = new Random(9651);

    @Test
    void aListThatWasWrittenIsReadBackTheSame() {
        for (int i = 0; i < 20_000; i++) {
            List<Member> members = members();
            String text = write(members);
            StructuredList read = read(text);
            assertThat(read.problem()).as(text).isNull();
            assertThat(read.members()).as(text).isEqualTo(members);
        }
    }

    @Test
    void anythingIsEitherReadOrRefusedAndWhatIsReadIsReadAgainTheSame() {
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            StructuredList once = read(bent());
            if (once.isValid()) {
                valid++;
                assertThat(read(write(once.members())).members()).isEqualTo(once.members());
            } else {
                assertThat(once.members()).isEmpty();
            }
        }
        assertThat(valid).as("bent texts that are still lists").isGreaterThan(10_000);
    }

    @Test
    void nothingBeyondTheEndIsEverRead() {
        for (int i = 0; i < 50_000; i++) {
            byte[] text = bent().getBytes(ISO_8859_1);
            byte[] inside = new byte[text.length + 2];
            inside[0] = '"';
            inside[inside.length - 1] = '"';
            System.arraycopy(text, 0, inside, 1, text.length);
            assertThat(StructuredList.read(inside, 1, inside.length - 1))
                    .isEqualTo(StructuredList.read(text, 0, text.length));
        }
    }

    private static StructuredList read(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return StructuredList.read(bytes, 0, bytes.length);
    }

    /** Something valid with a few characters changed, taken out or put in. */
    private String bent() {
        var text = new StringBuilder(write(members()));
        for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, c);
                case 2 -> text.setLength(at);
                default -> text.setCharAt(at, c);
            }
        }
        return text.toString();
    }

    private List<Member> members() {
        var members = new ArrayList<Member>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.add(random.nextInt(4) == 0 ? inner() : item());
        }
        return members;
    }

    private Member inner() {
        var items = new ArrayList<Member>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item());
        }
        return new Member(null, items, parameters());
    }

    private Member item() {
        return new Member(bare(), List.of(), parameters());
    }

    private List<Parameter> parameters() {
        var parameters = new ArrayList<Parameter>();
        for (int i = random.nextInt(3); i > 0; i--) {
            parameters.add(new Parameter("k" + i + "_*.-".substring(0, i), bare()));
        }
        return parameters;
    }

    private BareItem bare() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return new BareItem(
                kind,
                switch (kind) {
                    case INTEGER, DATE ->
                            Long.toString(
                                    random.nextLong(-999_999_999_999_999L, 999_999_999_999_999L));
                    case DECIMAL -> random.nextInt(1_000_000) + "." + random.nextInt(1_000);
                    case STRING -> text(' ', '~');
                    case TOKEN -> "t" + text('a', 'z') + "/:";
                    case BYTES ->
                            Base64.getEncoder().encodeToString(text(' ', '~').getBytes(ISO_8859_1));
                    case BOOLEAN -> random.nextBoolean() ? "1" : "0";
                    case DISPLAY_STRING -> text(' ', '\u2fff');
                });
    }

    private String text(char first, char last) {
        return random.ints(random.nextInt(6), first, last + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    // ---- RFC 9651 4.1

    private static String write(List<Member> members) {
        return members.stream().map(StructuredFuzzTest::write).collect(Collectors.joining(", "));
    }

    private static String write(Member member) {
        String value =
                member.item() != null
                        ? write(member.item())
                        : member.inner().stream()
                                .map(StructuredFuzzTest::write)
                                .collect(Collectors.joining(" ", "(", ")"));
        return value
                + member.parameters().stream()
                        .map(each -> ";" + each.key() + "=" + write(each.value()))
                        .collect(Collectors.joining());
    }

    private static String write(BareItem item) {
        return switch (item.kind()) {
            case INTEGER, DECIMAL, TOKEN -> item.text();
            case STRING -> '"' + item.text().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case BYTES -> ":" + item.text() + ":";
            case BOOLEAN -> "?" + item.text();
            case DATE -> "@" + item.text();
            case DISPLAY_STRING -> display(item.text());
        };
    }

    private static String display(String text) {
        var written = new StringBuilder("%\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == '%' || b == '"' || b == 0x7f) {
                written.append("%%%02x".formatted(b));
            } else {
                written.append((char) b);
            }
        }
        return written.append('"').toString();
    }
}
