package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.barista.BaristaConfiguration.Place;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/**
 * Patches to tokens, by dilated convolutions and a linear map, plus where their channel lies.
 *
 * <p>Inputs: (batch, channel, sample); int64 (channel, coordinate) places. Result: (batch, patch * channel, feature), all
 * channels of the first patch first.
 */
final class BaristaTokenizer extends Layer {
    private static final int BLOCKS = 5;

    private final BaristaConfiguration configuration;
    private final Sequence convolutions = new Sequence();
    private final Linear pooler;
    private final List<Embedding> places = new ArrayList<>();

    BaristaTokenizer(BaristaConfiguration configuration) {
        this.configuration = configuration;
        int filters = configuration.filters();
        int features = configuration.features();
        for (int block = 0; block < BLOCKS; block++) {
            boolean last = block == BLOCKS - 1;
            convolutions.then(new DilatedBlock(block == 0 ? 1 : filters, last ? 1 : filters, 1 << block,
                    block == 0 || last));
        }
        child("temporal_encoder.feature_extractor.net", convolutions);
        pooler = child("temporal_pooler.final_layer", new Linear(configuration.patch(), features, false));
        Place place = configuration.place();
        Initialization start = (stream, i) -> i < features ? 0 : stream.normal(i);
        for (int table = 0; table < place.tables(); table++) {
            places.add(child("spatial_encoder.subcomponent_embeddings." + table,
                    new Embedding(place.rows(), features, start)));
        }
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        Shape shape = x.getShape();
        NDArray where = inputs.get(1);
        Place place = configuration.place();
        if (shape.dimension() != 3 || shape.get(2) % configuration.patch() != 0 || shape.get(2) == 0) {
            throw new ShapeException("BaRISTA takes (batch, channel, sample) with a multiple of "
                    + configuration.patch() + " samples at 2048 Hz, but the input has shape " + shape);
        }
        if (!where.getShape().equals(new Shape(shape.get(1), place.tables()))) {
            throw new ShapeException(
                    "BaRISTA takes " + place.tables() + " number(s) for the place of each of "
                            + shape.get(1) + " channels, but the places have shape " + where.getShape());
        }
        for (long row : where.toLongArray()) {
            if (row < 0 || row >= place.rows()) {
                throw new IllegalArgumentException(
                        "place " + row + " of a channel is outside BaRISTA's table of "
                                + place.rows() + " for " + place);
            }
        }
        long patches = shape.get(2) / configuration.patch();
        NDArray cut = x.reshape(shape.get(0), shape.get(1), patches, configuration.patch())
                .transpose(0, 2, 1, 3).reshape(1, 1, -1, configuration.patch());
        NDArray tokens = pooler.apply(pass, convolutions.apply(pass, cut))
                .reshape(shape.get(0), patches, shape.get(1), configuration.features());
        for (int table = 0; table < places.size(); table++) {
            tokens = tokens.add(places.get(table).apply(pass, where.get(new NDIndex(":, {}", table))));
        }
        return new NDList(tokens.reshape(shape.get(0), patches * shape.get(1), configuration.features()));
    }
}
