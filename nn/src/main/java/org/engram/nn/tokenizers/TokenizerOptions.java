package org.engram.nn.tokenizers;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How texts are padded and cut.
 *
 * @param maxLength the most ids of one text, start and end included
 * @param padding to which length short texts are filled up (on the right)
 * @param paddingId the id that fills; empty for the vocabulary's own
 * @param cut whether an over-long text is cut (its last id stays the end token) rather than refused
 * @param markEnds whether start and end tokens are added
 * @param lowerCase whether WordPieces are looked up in lower case without accents; empty to follow the
 *        {@code tokenizer_config.json} beside the vocabulary, or else the vocabulary: lower case when it has no
 *        upper-case letter. CLIP is always lower case; a {@code tokenizer.json} says so itself
 */
public record TokenizerOptions(int maxLength, Padding padding, OptionalLong paddingId, boolean cut,
        boolean markEnds, Optional<Boolean> lowerCase) {
    /** The longest texts any option set allows. */
    public static final int MOST_TOKENS = 1 << 20;

    /** To which length short texts are filled up. */
    public enum Padding {
        /** Not at all. */
        NONE,
        /** To the longest text of the batch. */
        LONGEST,
        /** To {@link TokenizerOptions#maxLength}. */
        MAX_LENGTH
    }

    /** Checks every value. */
    public TokenizerOptions {
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(paddingId, "paddingId");
        Objects.requireNonNull(lowerCase, "lowerCase");
        if (maxLength < 1 || maxLength > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + ": give 1 to " + MOST_TOKENS);
        }
        if (paddingId.isPresent() && paddingId.getAsLong() < 0) {
            throw new IllegalArgumentException("paddingId is " + paddingId.getAsLong() + ": ids start at 0");
        }
    }

    /**
     * @return what OpenAI's CLIP and Stable Diffusion 1 expect: always 77 ids, filled with the end token. OpenCLIP and
     *         Stable Diffusion 2 fill with 0: {@code TokenizerOptions.clip().toBuilder().paddingId(0).build()}
     */
    public static TokenizerOptions clip() {
        return builder().maxLength(77).padding(Padding.MAX_LENGTH).build();
    }

    /** @return what BERT expects: at most 512 ids, filled to the longest text of the batch */
    public static TokenizerOptions wordPiece() {
        return builder().maxLength(512).build();
    }

    /** @return a builder: 512 ids, filled to the longest of the batch, cut, ends marked */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that starts from these options */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxLength = maxLength;
        builder.padding = padding;
        builder.paddingId = paddingId;
        builder.cut = cut;
        builder.markEnds = markEnds;
        builder.lowerCase = lowerCase;
        return builder;
    }

    /** Builds {@link TokenizerOptions}. */
    public static final class Builder {
        private int maxLength = 512;
        private Padding padding = Padding.LONGEST;
        private OptionalLong paddingId = OptionalLong.empty();
        private boolean cut = true;
        private boolean markEnds = true;
        private Optional<Boolean> lowerCase = Optional.empty();

        private Builder() {}

        /**
         * @param value the most ids of one text, start and end included (default 512)
         * @return this
         */
        public Builder maxLength(int value) {
            maxLength = value;
            return this;
        }

        /**
         * @param value to which length short texts are filled up (default: the longest of the batch)
         * @return this
         */
        public Builder padding(Padding value) {
            padding = value;
            return this;
        }

        /**
         * @param value the id that fills (default: the vocabulary's own)
         * @return this
         */
        public Builder paddingId(long value) {
            paddingId = OptionalLong.of(value);
            return this;
        }

        /**
         * @param value whether an over-long text is cut rather than refused (default true)
         * @return this
         */
        public Builder cut(boolean value) {
            cut = value;
            return this;
        }

        /**
         * @param value whether start and end tokens are added (default true)
         * @return this
         */
        public Builder markEnds(boolean value) {
            markEnds = value;
            return this;
        }

        /**
         * @param value whether WordPieces of a {@code vocab.txt} are in lower case without accents
         * @return this
         */
        public Builder lowerCase(boolean value) {
            lowerCase = Optional.of(value);
            return this;
        }

        /** @return the options */
        public TokenizerOptions build() {
            return new TokenizerOptions(maxLength, padding, paddingId, cut, markEnds, lowerCase);
        }
    }
}
