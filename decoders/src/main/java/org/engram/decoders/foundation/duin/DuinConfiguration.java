package org.engram.decoders.foundation.duin;

/**
 * The sizes of a Du-IN network. A segment is 100 samples and becomes a token of 160 features.
 *
 * @param channels of a recording, the most of any subject
 * @param subjects with a first layer of their own
 * @param segments of a trial, for which there are time embeddings
 * @param labels to tell apart
 * @param layers of the encoder
 * @param codes of the codebook
 * @param dropout probability
 */
public record DuinConfiguration(int channels, int subjects, int segments, int labels, int layers, int codes,
        double dropout) {
    static final int SEGMENT = 100;
    static final int FEATURES = 160;

    /** @return 16 channels, 10 subjects, 4 s, 61 words */
    public static DuinConfiguration published() {
        return new DuinConfiguration(16, 10, 40, 61, 8, 2048, 0.2);
    }

    /**
     * @param electrodes channels
     * @param people subjects
     * @param tenths segments of a trial, of a tenth of a second
     * @param words labels
     * @return the same for other data
     */
    public DuinConfiguration withData(int electrodes, int people, int tenths, int words) {
        return new DuinConfiguration(electrodes, people, tenths, words, layers, codes, dropout);
    }

    /** @param depth layers @param units codes @return the same with these */
    public DuinConfiguration withSizes(int depth, int units) {
        return new DuinConfiguration(channels, subjects, segments, labels, depth, units, dropout);
    }
}
