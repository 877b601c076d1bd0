package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Intermediate;

/**
 * Runs an autoencoder over images of any size in bounded memory: in tiles whose seams are blended linearly, and
 * item by item. What fits one tile is computed exactly; beyond that every tile is normalised and attends by itself,
 * so brightness may differ slightly from one to the next, as in every implementation of this.
 */
public final class TiledAutoencoder {
    private final AutoencoderKl autoencoder;
    private final Tiling tiling;

    /** @param autoencoder what is run @param tiling into what its work is cut */
    public TiledAutoencoder(AutoencoderKl autoencoder, Tiling tiling) {
        this.autoencoder = autoencoder;
        this.tiling = tiling;
    }

    /**
     * @param pass the run it belongs to
     * @param latents (batch, latentChannels, height, width)
     * @return images (batch, 3, 8 height, 8 width)
     */
    public NDArray decode(Pass pass, NDArray latents) {
        int reduction = autoencoder.configuration().reduction();
        return Scope.returning(() -> items(latents, item -> tiles(item, tiling.latentSide(), tiling.stride(1),
                tiling.seam(reduction), tiling.latentSide() * reduction,
                tile -> autoencoder.decode(pass, tile))),
                latents);
    }

    /**
     * @param pass the run it belongs to
     * @param images (batch, 3, height, width) in [-1, 1]
     * @return the distribution of their latents
     */
    public LatentDistribution encode(Pass pass, NDArray images) {
        int reduction = autoencoder.configuration().reduction();
        NDArray both = Scope.returning(() -> items(images,
                item -> tiles(item, tiling.latentSide() * reduction,
                        tiling.stride(reduction), tiling.seam(1), tiling.latentSide(),
                        tile -> moments(pass, tile))),
                images);
        NDList halves = both.split(2, 1);
        return new LatentDistribution(halves.get(0), halves.get(1));
    }

    private NDArray moments(Pass pass, NDArray images) {
        LatentDistribution latent = autoencoder.encode(pass, images);
        return latent.mean().concat(latent.logVariance(), 1);
    }

    private NDArray items(NDArray batch, UnaryOperator<NDArray> run) {
        long count = batch.getShape().get(0);
        if (!tiling.itemByItem() || count == 1) {
            return run.apply(batch);
        }
        NDList results = new NDList();
        for (long item = 0; item < count; item++) {
            NDArray one = batch.get(new NDIndex("{}:{}", item, item + 1));
            results.add(Scope.returning(() -> run.apply(one), one));
        }
        return NDArrays.concat(results, 0);
    }

    /**
     * @param side of a tile of {@code x}
     * @param stride from one tile to the next, of {@code x}
     * @param seam over which neighbours are blended, of the result
     * @param resultSide of a tile of the result
     */
    private static NDArray tiles(NDArray x, int side, int stride, int seam, int resultSide,
            UnaryOperator<NDArray> run) {
        Shape shape = x.getShape();
        if (shape.get(2) <= side && shape.get(3) <= side) {
            return run.apply(x);
        }
        int keep = resultSide - seam;
        NDList rows = new NDList();
        List<NDArray> above = null;
        for (long top = 0; top < shape.get(2); top += stride) {
            List<NDArray> row = new ArrayList<>();
            for (long left = 0; left < shape.get(3); left += stride) {
                NDArray part = x
                        .get(new NDIndex(":, :, {}:{}, {}:{}", top, Math.min(top + side, shape.get(2)), left,
                                Math.min(left + side, shape.get(3))));
                NDArray tile = run.apply(part);
                if (above != null) {
                    tile = Intermediate.replace(tile, blend(above.get(row.size()), tile, 2, seam));
                }
                if (!row.isEmpty()) {
                    tile = Intermediate.replace(tile, blend(row.get(row.size() - 1), tile, 3, seam));
                }
                row.add(tile);
            }
            rows.add(keptRow(row, keep));
            if (above != null) {
                above.forEach(NDArray::close);
            }
            above = row;
        }
        return NDArrays.concat(rows, 2);
    }

    private static NDArray keptRow(List<NDArray> row, int keep) {
        NDList kept = new NDList();
        for (NDArray tile : row) {
            kept.add(tile.get(new NDIndex(":, :, :{}, :{}", Math.min(keep, tile.getShape().get(2)),
                    Math.min(keep, tile.getShape().get(3)))));
        }
        return NDArrays.concat(kept, 3);
    }

    /**
     * @param before the tile above or to the left
     * @param tile whose first rows or columns are to fade in
     * @param axis 2 for rows, 3 for columns
     * @param seam over how many
     * @return {@code tile}, beginning as the end of {@code before}
     */
    static NDArray blend(NDArray before, NDArray tile, int axis, int seam) {
        long end = before.getShape().get(axis);
        long size = tile.getShape().get(axis);
        int extent = (int) Math.min(seam, Math.min(end, size));
        if (extent == 0) {
            return tile;
        }
        double[] shares = new double[extent];
        for (int k = 0; k < extent; k++) {
            shares[k] = (double) k / extent;
        }
        Shape along = axis == 2 ? new Shape(extent, 1) : new Shape(1, extent);
        NDArray share = tile.getManager().create(shares, along).toType(tile.getDataType(), false);
        NDArray from = cut(before, axis, end - extent, end);
        NDArray seamed = from.add(cut(tile, axis, 0, extent).sub(from).mul(share));
        return extent == size ? seamed : seamed.concat(cut(tile, axis, extent, size), axis);
    }

    private static NDArray cut(NDArray x, int axis, long from, long to) {
        return x.get(
                axis == 2 ? new NDIndex(":, :, {}:{}", from, to) : new NDIndex(":, :, :, {}:{}", from, to));
    }
}
