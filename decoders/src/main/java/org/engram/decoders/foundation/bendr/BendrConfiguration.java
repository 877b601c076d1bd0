package org.engram.decoders.foundation.bendr;

/**
 * The sizes of a BENDR network.
 *
 * @param features of an encoded vector; the transformer has three times as many
 * @param layers of the transformer
 * @param heads of its attention
 * @param hidden features inside its feed-forward networks
 * @param dropout probability in the transformer
 */
public record BendrConfiguration(int features, int layers, int heads, int hidden, double dropout) {
    /** @return 4.0 million parameters in the encoder and 153 million in the contextualizer */
    public static BendrConfiguration published() {
        return new BendrConfiguration(512, 8, 8, 3076, 0.15);
    }

    /** @param size features @param depth layers @param inside feed-forward features @return the same with these */
    public BendrConfiguration withSizes(int size, int depth, int inside) {
        return new BendrConfiguration(size, depth, heads, inside, dropout);
    }
}
