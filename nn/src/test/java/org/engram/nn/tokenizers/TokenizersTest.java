package org.engram.nn.tokenizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;
import org.engram.nn.tokenizers.TokenizerOptions.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against plain re-derivations in Python (make_tokenizer_fixture.py), over some 350 texts. */
class TokenizersTest {
    private static final TokenizerOptions UNPADDED_CLIP = TokenizerOptions.clip().toBuilder()
            .padding(Padding.NONE).build();

    @TempDir
    Path folder;

    private static Path fixture(String name) {
        try {
            return Path.of(TokenizersTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireExpected(Tokenizer tokenizer, String column) throws IOException {
        var texts = new ArrayList<String>();
        var expected = new ArrayList<long[]>();
        for (Object row : (List<?>) JsonFile.read(fixture("expected.json")).get("rows")) {
            Map<?, ?> fields = (Map<?, ?>) row;
            if (fields.get(column) instanceof List<?> ids) {
                texts.add((String) fields.get("text"));
                expected.add(ids.stream().mapToLong(id -> ((Number) id).longValue()).toArray());
            }
        }
        assertTrue(texts.size() > 300, texts.size() + " texts");
        List<Tokens> batch = tokenizer.encode(texts);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            assertArrayEquals(expected.get(i), batch.get(i).ids(), () -> column + " of \"" + text + "\"");
            assertEquals(batch.get(i), tokenizer.encode(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpe.txt.gz", "vocab.json", "tokenizer.json"})
    void clipAgreesWithTheDefinitionWhateverFileItComesFrom(String name) throws IOException {
        try (Tokenizer tokenizer = Tokenizers.clip(fixture(name), UNPADDED_CLIP)) {
            requireExpected(tokenizer, "clip");
            assertEquals(256 + 256 + 262 + 2, tokenizer.vocabularySize());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncased", "cased"})
    void wordPieceAgreesWithTheDefinition(String name) throws IOException {
        TokenizerOptions options = TokenizerOptions.wordPiece().toBuilder().padding(Padding.NONE).build();
        try (Tokenizer tokenizer = Tokenizers.wordPiece(fixture(name + ".txt"), options)) {
            requireExpected(tokenizer, name);
            assertEquals(0, tokenizer.specialTokens().padding());
            assertEquals(2, tokenizer.specialTokens().unknown());
        }
    }

    @Test
    void clipFillsTo77WithTheEndOrAsAsked() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.clip(fixture("bpe.txt.gz"), TokenizerOptions.clip())) {
            Tokens tokens = tokenizer.encode("a photo of a cat");
            long end = tokenizer.specialTokens().end();
            assertEquals(775, end);
            assertEquals(77, tokens.length());
            assertEquals(end, tokens.ids()[76]);
            assertEquals(end, tokens.ids()[tokens.textLength()]);
            assertEquals(0, tokens.mask()[tokens.textLength()]);
            assertEquals("a photo of a cat", tokenizer.decode(tokens.ids()));
            long[] cut = tokenizer.encode("photo ".repeat(100)).ids();
            assertEquals(77, cut.length);
            assertEquals(end, cut[76]);
            assertEquals(cut[74], cut[75]);
            assertEquals(tokens, new Tokens(tokens.ids(), tokens.mask()));
        }
        TokenizerOptions zeros = TokenizerOptions.clip().toBuilder().paddingId(0).build();
        try (Tokenizer tokenizer = Tokenizers.clip(fixture("vocab.json"), zeros)) {
            Tokens tokens = tokenizer.encode("cat");
            assertEquals(0, tokens.ids()[tokens.textLength()]);
            assertEquals(0, tokens.ids()[76]);
            assertEquals("cat", tokenizer.decode(tokens.ids()));
        }
    }

    @Test
    void batchesArePaddedToTheirLongest() throws IOException {
        TokenizerOptions options = TokenizerOptions.wordPiece().toBuilder().maxLength(6).build();
        try (Tokenizer tokenizer = Tokenizers.wordPiece(fixture("uncased.txt"), options)) {
            List<Tokens> batch = tokenizer.encode(List.of("a b", "", "a b c d e f g h"));
            assertEquals(List.of(6, 6, 6), batch.stream().map(Tokens::length).toList());
            assertEquals(List.of(4, 2, 6), batch.stream().map(Tokens::textLength).toList());
            assertEquals(tokenizer.specialTokens().end(), batch.get(2).ids()[5]);
            assertEquals("a b", tokenizer.decode(batch.get(0).ids()));
            assertEquals(List.of(), tokenizer.encode(List.of()));
            assertEquals(OptionalLong.empty(), tokenizer.id("nowhere"));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(-1));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(1_000_000));
        }
    }

    @Test
    void overlongTextsCanBeRefused() throws IOException {
        TokenizerOptions strict = TokenizerOptions.clip().toBuilder().cut(false).build();
        try (Tokenizer tokenizer = Tokenizers.clip(fixture("bpe.txt.gz"), strict)) {
            EngramException e = assertThrows(EngramException.class,
                    () -> tokenizer.encode("photo ".repeat(100)));
            assertTrue(e.getMessage().contains("102 tokens, but at most 77"), e.getMessage());
            assertThrows(EngramException.class,
                    () -> tokenizer.encode("a".repeat(Tokenizer.LONGEST_TEXT + 1)));
        }
    }

    @Test
    void unpairedSurrogatesAreReplaced() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.clip(fixture("bpe.txt.gz"), UNPADDED_CLIP)) {
            assertEquals(tokenizer.encode("a \uFFFD b"), tokenizer.encode("a \uD83D b"));
            assertEquals(tokenizer.encode("\uFFFD"), tokenizer.encode("\uDE00"));
        }
    }

    @Test
    void foldersAndSettingsBesideThemAreUsed() throws IOException {
        Path cased = Files.createDirectory(folder.resolve("bert"));
        Files.copy(fixture("cased.txt"), cased.resolve("vocab.txt"));
        TokenizerOptions options = TokenizerOptions.wordPiece();
        try (Tokenizer tokenizer = Tokenizers.wordPiece(cased, options)) {
            assertEquals("Photo", tokenizer.decode(tokenizer.encode("Photo").ids()).replace(" ", ""));
        }
        Files.writeString(cased.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
        try (Tokenizer tokenizer = Tokenizers.wordPiece(cased, options)) {
            assertEquals("photo", tokenizer.decode(tokenizer.encode("Photo").ids()).replace(" ", ""));
        }
        Path clip = Files.createDirectory(folder.resolve("clip"));
        Files.copy(fixture("bpe.txt.gz"), clip.resolve("bpe_simple_vocab_16e6.txt.gz"));
        try (Tokenizer tokenizer = Tokenizers.clip(clip, TokenizerOptions.clip())) {
            assertEquals("cat", tokenizer.decode(tokenizer.encode("CAT").ids()));
        }
        assertThrows(EngramException.class, () -> Tokenizers.clip(folder, TokenizerOptions.clip()));
        try (Tokenizer tokenizer = Tokenizers.read(fixture("tokenizer.json"), UNPADDED_CLIP)) {
            requireExpected(tokenizer, "clip");
        }
        assertThrows(EngramException.class, () -> Tokenizers.wordPiece(fixture("tokenizer.json"), options));
    }

    @Test
    void openaiFilesHoldMoreMergesThanAreUsed() throws IOException {
        assertEquals(48894, ClipVocabulary.MERGES_USED);
        assertEquals(256, Arrays.stream(ClipVocabulary.byteSymbols()).distinct().count());
        var text = new StringBuilder("\"bpe_simple_vocab_16e6.txt#version: 0.2\n");
        List<String> symbols = Arrays.stream(ClipVocabulary.byteSymbols()).mapToObj(Character::toString)
                .toList();
        int written = 0;
        for (String a : symbols) {
            for (String b : symbols) {
                if (written++ < 49_000) {
                    text.append(a).append(' ').append(b).append('\n');
                }
            }
        }
        Path file = Files.writeString(folder.resolve("bpe_simple_vocab_16e6.txt"), text);
        try (Tokenizer tokenizer = Tokenizers.clip(file, TokenizerOptions.clip())) {
            // The ids every CLIP text starts and ends with.
            assertEquals(49408, tokenizer.vocabularySize());
            assertEquals(49406, tokenizer.specialTokens().start());
            assertEquals(49407, tokenizer.specialTokens().end());
        }
    }

    private EngramException refusal(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        if (name.equals("vocab.json")) {
            Files.copy(fixture("merges.txt"), folder.resolve("merges.txt"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        EngramException e = assertThrows(EngramException.class, () -> {
            Tokenizer opened = name.equals("vocab.txt")
                    ? Tokenizers.wordPiece(file, TokenizerOptions.wordPiece())
                    : name.equals("tokenizer.json")
                            ? Tokenizers.read(file,
                                    TokenizerOptions.builder().padding(Padding.NONE).build())
                            : Tokenizers.clip(file, TokenizerOptions.clip());
            opened.close();
        });
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        return e;
    }

    private void requireRefusal(String name, String content, String words) throws IOException {
        String message = refusal(name, content).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void brokenVocabulariesNameTheLine() throws IOException {
        String head = "#version: 0.2\n";
        requireRefusal("bpe.txt", "a b\n", "line 1: expected a line with \"#version\"");
        requireRefusal("bpe.txt", "", "the file is empty");
        requireRefusal("bpe.txt", head + "a b\nc\n", "line 3: \"c\" is not two symbols");
        requireRefusal("bpe.txt", head + "a b\n\nb c\n", "line 3");
        requireRefusal("bpe.txt", head + "a b\nab cd\n", "line 3: \"cd\" is neither a byte nor made");
        requireRefusal("bpe.txt", head + "a b\na b\n", "line 3: \"a b\" stands there twice");
        requireRefusal("bpe.txt", head + "a b\nb c\nab c\na bc\n", "line 5: \"abc\" is made a second time");
        requireRefusal("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\na\n",
                "line 7: \"a\" stands already on line 5");
        requireRefusal("vocab.txt", "[PAD]\n[CLS]\n[SEP]\na\n", "lacks [UNK]");
        requireRefusal("vocab.json", "{\"a\": 0}", "lacks <|startoftext|>");
        requireRefusal("vocab.json", "{\"a\": 0, \"b\": 0}", "the id 0 is given to \"a\" and to \"b\"");
        requireRefusal("vocab.json", "{\"a\": \"x\"}", "token \"a\" has the id x");
        requireRefusal("vocab.json", "{\"<|startoftext|>\": 0, \"<|endoftext|>\": 1}", "line 2");
        Files.write(folder.resolve("latin.txt"), new byte[] {'#', 'v', '\n', (byte) 0xE9, '\n'});
        EngramException e = assertThrows(EngramException.class,
                () -> Tokenizers.clip(folder.resolve("latin.txt"), TokenizerOptions.clip()));
        assertTrue(e.getMessage().contains("is not UTF-8"), e.getMessage());
    }

    @Test
    void hostileDescriptionsEndInASentence() throws IOException {
        requireRefusal("tokenizer.json", "{\"model\": ", "line 1");
        requireRefusal("tokenizer.json", "{}", "model is null");
        requireRefusal("tokenizer.json", "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}", "Unigram");
        requireRefusal("tokenizer.json", "{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}",
                "BPE without words that end in </w>");
        String bpe = "{\"model\": {\"type\": \"BPE\", \"end_of_word_suffix\": \"</w>\", \"vocab\": ";
        requireRefusal("tokenizer.json", bpe + "{\"a\": -1}}}", "has the id -1");
        requireRefusal("tokenizer.json", bpe + "{\"a\": 99999999999}}}", "has the id 99999999999");
        requireRefusal("tokenizer.json", bpe + "{\"a\": 0}}}", "merges is missing");
        requireRefusal("tokenizer.json", bpe + "{\"a\": 0}, \"merges\": [\"a z\"]}}", "names \"z\"");
        requireRefusal("tokenizer.json", bpe + "{\"a\": 0}, \"merges\": [\"a\"]}}",
                "expected two symbols");
        requireRefusal("tokenizer.json", bpe + "{\"a\": 0}, \"merges\": [[\"a\", 1]]}}",
                "expected two symbols");
        requireRefusal("tokenizer.json", bpe + "{\"a\": 0}, \"merges\": []}}", "lacks <|startoftext|>");
        String pieces = "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 0}";
        requireRefusal("tokenizer.json", pieces + "}, \"added_tokens\": [{\"id\": 0, \"content\": \"b\"}]}",
                "the id 0 is given to");
        requireRefusal("tokenizer.json", pieces + "}, \"added_tokens\": [{\"id\": 1, \"content\": \"\"}]}",
                "expected an \"id\" and a \"content\"");
        requireRefusal("tokenizer.json", pieces + "}}", "lacks [PAD]");
        requireRefusal("tokenizer.json", pieces + ", \"continuing_subword_prefix\": \"@@\"}}", "@@");
        requireRefusal("tokenizer.json", pieces + "}, \"normalizer\": {\"type\": \"Replace\"}}",
                "normalizer.type is Replace");
    }

    /** The library ends the process on such a description, so none of it may reach it. */
    @Test
    void strangersPatternsAndTemplatesAreNotUsed() throws IOException {
        var fields = new LinkedHashMap<>(JsonFile.read(fixture("tokenizer.json")));
        fields.put("normalizer",
                Map.of("type", "Replace", "pattern", Map.of("Regex", "(((("), "content", ""));
        fields.put("post_processor", Map.of("type", "TemplateProcessing", "single",
                List.of(Map.of("SpecialToken", Map.of("id", "x", "type_id", 0))), "pair", List.of(),
                "special_tokens", Map.of()));
        Path file = folder.resolve("tokenizer.json");
        JsonFile.write(file, fields);
        try (Tokenizer tokenizer = Tokenizers.clip(file, UNPADDED_CLIP)) {
            requireExpected(tokenizer, "clip");
        }
    }

    @Test
    void vocabulariesWithGapsAndAddedTokensKeepTheirIds() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, "{\"added_tokens\": [{\"id\": 90, \"content\": \"<new>\"}],"
                + "\"padding\": {\"pad_id\": 7}, \"model\": {\"type\": \"WordPiece\", \"vocab\":"
                + "{\"[UNK]\": 5, \"[CLS]\": 20, \"[SEP]\": 30, \"[PAD]\": 7, \"\": 1, \"a\": 40, \"##b\": 41}}}");
        try (Tokenizer tokenizer = Tokenizers.read(file, TokenizerOptions.wordPiece())) {
            assertArrayEquals(new long[] {20, 40, 41, 5, 90, 40, 30}, tokenizer.encode("AB z<new>a").ids());
            assertEquals(7, tokenizer.specialTokens().padding());
            assertEquals(91, tokenizer.vocabularySize());
        }
    }

    @Test
    void optionsAreChecked() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> TokenizerOptions.builder().maxLength(0).build());
        assertThrows(IllegalArgumentException.class, () -> TokenizerOptions.builder().paddingId(-1).build());
        TokenizerOptions far = TokenizerOptions.clip().toBuilder().paddingId(100_000).build();
        assertThrows(IllegalArgumentException.class, () -> Tokenizers.clip(fixture("bpe.txt.gz"), far));
        TokenizerOptions tiny = TokenizerOptions.clip().toBuilder().maxLength(1).build();
        assertThrows(IllegalArgumentException.class, () -> Tokenizers.clip(fixture("bpe.txt.gz"), tiny));
        TokenizerOptions bare = TokenizerOptions.clip().toBuilder().markEnds(false).padding(Padding.NONE)
                .build();
        try (Tokenizer tokenizer = Tokenizers.clip(fixture("bpe.txt.gz"), bare)) {
            assertEquals(0, tokenizer.encode("").length());
            assertEquals("cat", tokenizer.decode(tokenizer.encode("cat").ids()));
        }
        assertThrows(IllegalArgumentException.class, () -> new Tokens(new long[2], new long[1]));
    }
}
