package org.engram.decoders.foundation.biot;

/**
 * The sizes of a BIOT network.
 *
 * @param channels with an embedding of their own
 * @param features of a token
 * @param layers of the transformer
 * @param heads of its attention
 * @param frame samples of a spectrogram frame; 200, one second
 * @param hop samples between frames; 100
 */
public record BiotConfiguration(int channels, int features, int layers, int heads, int frame, int hop) {
    /** @param channels with an embedding: 16 or 18 in the released encoders @return 3.2 million parameters */
    public static BiotConfiguration published(int channels) {
        return new BiotConfiguration(channels, 256, 4, 8, 200, 100);
    }

    /** @param size features @param depth layers @param count of heads @return the same with these */
    public BiotConfiguration withTransformer(int size, int depth, int count) {
        return new BiotConfiguration(channels, size, depth, count, frame, hop);
    }
}
