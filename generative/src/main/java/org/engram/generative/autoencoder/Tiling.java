package org.engram.generative.autoencoder;

/**
 * How an {@link AutoencoderKl} is run in less memory.
 *
 * @param latentSide side of a tile, in elements of the latent
 * @param overlap share of a tile's side that it has in common with the next
 * @param itemByItem whether the items of a batch are run one after the other
 */
public record Tiling(int latentSide, double overlap, boolean itemByItem) {
    /** Checks that tiles overlap and advance. */
    public Tiling {
        if (latentSide < 2 || !(overlap >= 0 && overlap < 1) || (int) (latentSide * (1 - overlap)) < 1) {
            throw new IllegalArgumentException("tiles with a side of " + latentSide + " and an overlap of "
                    + overlap
                    + " do not cover an image: the side is at least 2, the overlap from 0 to below 1");
        }
    }

    /** @return tiles of 64 latent elements (512 pixels) of which a quarter overlaps, item by item */
    public static Tiling standard() {
        return new Tiling(64, 0.25, true);
    }

    /** @param unit pixels for each latent element, or 1 @return how far apart tiles begin */
    int stride(int unit) {
        return (int) (latentSide * unit * (1 - overlap));
    }

    /** @param unit pixels for each latent element, or 1 @return over how much neighbours are blended */
    int seam(int unit) {
        return (int) (latentSide * unit * overlap);
    }
}
