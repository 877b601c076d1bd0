package org.engram.nn.tokenizers;

import java.util.List;
import java.util.OptionalLong;

/**
 * Turns text into the ids a network was trained on, and back. Made by {@link Tokenizers}. Holds native memory: close it.
 * Thread-safe until closed; the same text gives the same ids on every machine.
 */
public interface Tokenizer extends AutoCloseable {
    /** The longest text that is taken, in UTF-16 units. */
    int LONGEST_TEXT = 1_000_000;

    /**
     * @param text any text; unpaired surrogates count as U+FFFD
     * @return its ids with the start, end and padding the options ask for
     * @throws org.engram.core.EngramException when the text is over-long and the options do not cut it
     */
    Tokens encode(String text);

    /**
     * @param texts any texts
     * @return the ids of each, in the order of the texts; all of one length unless the options do not pad
     * @throws org.engram.core.EngramException when a text is over-long and the options do not cut it
     */
    List<Tokens> encode(List<String> texts);

    /**
     * @param ids ids of this vocabulary; the start, and all from the first end on, is left out
     * @return the text, as near to the original as the cleaning of the tokenizer allows (lower case, single spaces)
     * @throws IllegalArgumentException for an id outside the vocabulary
     */
    String decode(long... ids);

    /** @return the largest id plus one: the rows an embedding table needs */
    int vocabularySize();

    /**
     * @param token a token as it stands in the vocabulary, such as {@code "cat</w>"} or {@code "##ing"}
     * @return its id, empty when the vocabulary lacks it
     */
    OptionalLong id(String token);

    /** @return the ids with a meaning of their own */
    SpecialTokens specialTokens();

    /** @return how texts are padded and cut */
    TokenizerOptions options();

    @Override
    void close();
}
