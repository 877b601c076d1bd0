package org.engram.nn.tokenizers;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * The cleaning CLIP was trained with: HTML entities resolved twice, white space collapsed, lower case.
 *
 * <p>The original first calls ftfy. Of what that does, only the composition of characters (NFC) is done here; text that
 * was decoded with a wrong character set is not mended, and typographic quotation marks and ligatures stay as they are.
 * The tokenizers most pipelines use (without ftfy installed) do the same.
 */
final class ClipText {
    // What Python calls white space: the Unicode property, and the four separators of ASCII.
    private static final Pattern WHITE = Pattern.compile("[\\s\\x1c-\\x1f]+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private ClipText() {}

    static String clean(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (plain.indexOf('&') >= 0) {
            plain = Parser.unescapeEntities(Parser.unescapeEntities(plain, false), false);
        }
        return WHITE.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}
