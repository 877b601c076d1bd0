package org.engram.decoders.foundation.cbramod;

/**
 * The sizes of a CBraMod network. Features are 200 throughout: eight positions of 25 filters.
 *
 * @param layers of the transformer
 * @param heads of each of the two attentions
 * @param hidden features inside the feed-forward networks
 * @param dropout probability
 */
public record CbramodConfiguration(int layers, int heads, int hidden, double dropout) {
    /** @return 4.9 million parameters */
    public static CbramodConfiguration published() {
        return new CbramodConfiguration(12, 4, 800, 0.1);
    }

    /** @param depth layers @return the same with another depth */
    public CbramodConfiguration withLayers(int depth) {
        return new CbramodConfiguration(depth, heads, hidden, dropout);
    }

    /** @param probability of dropout @return the same with another */
    public CbramodConfiguration withDropout(double probability) {
        return new CbramodConfiguration(layers, heads, hidden, probability);
    }
}
