package org.engram.decoders.foundation.brainbert;

/**
 * The sizes of a BrainBERT network.
 *
 * @param frequencies of a frame
 * @param features of a token
 * @param layers of the transformer
 * @param heads of its attention
 * @param hidden features inside its feed-forward networks
 * @param dropout probability
 */
public record BrainBertConfiguration(int frequencies, int features, int layers, int heads, int hidden,
        double dropout) {
    /** @return 43.2 million parameters */
    public static BrainBertConfiguration published() {
        return new BrainBertConfiguration(40, 768, 6, 12, 3072, 0.1);
    }

    /** @param size features @param depth layers @param inside feed-forward features @return the same with these */
    public BrainBertConfiguration withSizes(int size, int depth, int inside) {
        return new BrainBertConfiguration(frequencies, size, depth, heads, inside, dropout);
    }
}
