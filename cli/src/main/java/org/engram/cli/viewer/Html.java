package org.engram.cli.viewer;

/** Text on its way into a page. Labels, names and messages come from files, so nothing goes in unescaped. */
public final class Html {
    private Html() {}

    /**
     * @param text any text, or null
     * @return the text for element content and quoted attribute values; empty for null; control characters that HTML
     *     forbids become a replacement sign
     */
    public static String escape(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isForbidden(c) ? '\ufffd' : c);
            }
        }
        return out.toString();
    }

    private static boolean isForbidden(char c) {
        return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c >= 0x7f && c < 0xa0;
    }

    /**
     * Makes JSON safe between {@code <script>} tags: a file name such as {@code </script>} must not end the element.
     *
     * @param json valid JSON
     * @return the same JSON value without a literal less-than sign, ampersand or line separator
     */
    public static String scriptSafe(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
                .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }
}
