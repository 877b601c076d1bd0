package org.engram.decoders.foundation.barista;

/**
 * The sizes of a BaRISTA network.
 *
 * @param place how the place of a channel is told
 * @param features of a token
 * @param layers of the transformer
 * @param heads of its attention
 * @param patch samples of a patch
 * @param filters of the temporal encoder
 * @param dropout probability in the transformer
 */
public record BaristaConfiguration(Place place, int features, int layers, int heads, int patch, int filters,
        double dropout) {
    /** How the place of a channel is told to the network. */
    public enum Place {
        /** By three coordinates, each 0 to 199. */
        COORDINATES(3, 200),
        /** By a parcel of the Destrieux atlas, 0 to 120. */
        PARCEL(1, 121),
        /** By a lobe, 0 to 20. */
        LOBE(1, 21);

        private final int tables;
        private final int rows;

        Place(int tables, int rows) {
            this.tables = tables;
            this.rows = rows;
        }

        /** @return how many numbers tell a place */
        public int tables() {
            return tables;
        }

        /** @return how many values each of them can take */
        public int rows() {
            return rows;
        }
    }

    /** @param place how the place of a channel is told @return the published sizes */
    public static BaristaConfiguration of(Place place) {
        return new BaristaConfiguration(place, 64, 12, 4, 512, 5, 0.1);
    }

    /** @param size of a patch @param width features @param depth layers @return the same with these */
    public BaristaConfiguration withSizes(int size, int width, int depth) {
        return new BaristaConfiguration(place, width, depth, heads, size, filters, dropout);
    }
}
