package org.engram.nn.tokenizers;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;
import org.engram.nn.engine.NativeLibrary;
import org.engram.nn.tokenizers.TokenizerDescription.Kind;

/** The Hugging Face library behind {@link Tokenizer}. It splits and looks up; cleaning, cutting and filling are here. */
final class LibraryTokenizer implements Tokenizer {
    private final HuggingFaceTokenizer library;
    private final TokenizerDescription description;
    private final TokenizerOptions options;
    private final SpecialTokens special;
    private final Set<Long> ids;

    private LibraryTokenizer(HuggingFaceTokenizer library, TokenizerDescription description,
            TokenizerOptions options) {
        this.library = library;
        this.description = description;
        this.options = options;
        this.ids = description.ids();
        this.special = specialTokens(library.encode("", true, false), description, options);
    }

    static Tokenizer open(TokenizerDescription description, TokenizerOptions options) throws IOException {
        HuggingFaceTokenizer library = load(description);
        try {
            LibraryTokenizer tokenizer = new LibraryTokenizer(library, description, options);
            tokenizer.requireFitting();
            return tokenizer;
        } catch (RuntimeException e) {
            library.close();
            throw e;
        }
    }

    private static HuggingFaceTokenizer load(TokenizerDescription description) throws IOException {
        // Without these DJL may look for a CUDA build of the library on the network, and report that it is used.
        NativeLibrary.setUnlessGiven("ai.djl.offline", "true");
        NativeLibrary.setUnlessGiven("RUST_FLAVOR", "cpu");
        byte[] json = JsonFile.format(description.fields()).getBytes(StandardCharsets.UTF_8);
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json),
                    Map.of("truncation", "false", "padding", "false"));
        } catch (EngineException | LinkageError e) {
            throw new EngramException("the native tokenizers library could not be loaded ("
                    + NativeLibrary.firstLine(e)
                    + "): it exists for Linux and Windows on x86-64 and for Linux and macOS on ARM, and is unpacked"
                    + " into DJL_CACHE_DIR (default ~/.djl.ai), which must be writable", e);
        } catch (RuntimeException e) {
            throw new EngramException(
                    "the tokenizers library refuses this tokenizer (" + NativeLibrary.firstLine(e)
                            + "): fetch the files of the model again",
                    e);
        }
    }

    private static SpecialTokens specialTokens(Encoding empty, TokenizerDescription description,
            TokenizerOptions options) {
        long[] marks = empty.getIds();
        long padding = options.paddingId().orElse(description.padding());
        Map<?, ?> model = (Map<?, ?>) description.fields().get("model");
        return new SpecialTokens(marks[0], marks[marks.length - 1], padding,
                description.vocabulary().get(model.get("unk_token")));
    }

    private void requireFitting() {
        int marks = options.markEnds() ? library.encode("", true, false).getIds().length : 0;
        if (marks > options.maxLength()) {
            throw new IllegalArgumentException(
                    "maxLength is " + options.maxLength() + ", but start and end take "
                            + marks + " ids: give " + (marks + 1) + " or more");
        }
        long padding = special.padding();
        if (!ids.contains(padding)) {
            throw new IllegalArgumentException("paddingId is " + padding + ", which the vocabulary (ids 0 to "
                    + (vocabularySize() - 1) + ") does not have");
        }
    }

    @Override
    public Tokens encode(String text) {
        return encode(List.of(text)).get(0);
    }

    @Override
    public List<Tokens> encode(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        String[] clean = new String[texts.size()];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = clean(texts.get(i));
        }
        var rows = new ArrayList<long[]>();
        for (Encoding encoding : library.batchEncode(clean, options.markEnds(), false)) {
            rows.add(cut(encoding));
        }
        int length = switch (options.padding()) {
            case NONE -> 0;
            case LONGEST -> rows.stream().mapToInt(row -> row.length).max().orElse(0);
            case MAX_LENGTH -> options.maxLength();
        };
        return rows.stream().map(row -> filled(row, length)).toList();
    }

    private String clean(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new EngramException("a text has " + text.length() + " characters: at most " + LONGEST_TEXT
                    + " are taken; cut it first");
        }
        // Encoding to UTF-8 would do as well, but turns an unpaired surrogate into a question mark.
        String whole = text.codePoints().anyMatch(LibraryTokenizer::isSurrogate)
                ? text.codePoints().map(each -> isSurrogate(each) ? 0xFFFD : each).collect(StringBuilder::new,
                        StringBuilder::appendCodePoint, StringBuilder::append).toString()
                : text;
        return description.kind() == Kind.CLIP ? ClipText.clean(whole) : whole;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** The marks at the end stay, whatever is cut before them. */
    private long[] cut(Encoding encoding) {
        long[] row = encoding.getIds();
        int most = options.maxLength();
        if (row.length <= most) {
            return row;
        }
        if (!options.cut()) {
            throw new EngramException("a text has " + row.length + " tokens, but at most " + most
                    + " are allowed: shorten it, or let the options cut it");
        }
        long[] marks = encoding.getSpecialTokenMask();
        int last = 0;
        while (last < most && marks[marks.length - 1 - last] == 1) {
            last++;
        }
        long[] kept = Arrays.copyOf(row, most);
        System.arraycopy(row, row.length - last, kept, most - last, last);
        return kept;
    }

    private Tokens filled(long[] row, int length) {
        int whole = Math.max(row.length, length);
        long[] filled = Arrays.copyOf(row, whole);
        long[] mask = new long[whole];
        Arrays.fill(mask, 0, row.length, 1);
        if (whole > row.length) {
            Arrays.fill(filled, row.length, whole, special.padding());
        }
        return new Tokens(filled, mask);
    }

    @Override
    public String decode(long... tokens) {
        for (long id : tokens) {
            if (!ids.contains(id)) {
                throw new IllegalArgumentException("the id " + id + " is not in the vocabulary (ids 0 to "
                        + (vocabularySize() - 1) + ")");
            }
        }
        // A padding id of 0, as in OpenCLIP, is a letter to the library: nothing after the end belongs to the text.
        long[] text = LongStream.of(tokens).takeWhile(id -> id != special.end()).toArray();
        String decoded = library.decode(text, true);
        return description.kind() == Kind.CLIP
                ? decoded.replace(TokenizerDescription.END_OF_WORD, " ").strip()
                : decoded;
    }

    @Override
    public int vocabularySize() {
        return description.size();
    }

    @Override
    public OptionalLong id(String token) {
        Long id = description.vocabulary().get(token);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    @Override
    public SpecialTokens specialTokens() {
        return special;
    }

    @Override
    public TokenizerOptions options() {
        return options;
    }

    @Override
    public void close() {
        library.close();
    }
}
