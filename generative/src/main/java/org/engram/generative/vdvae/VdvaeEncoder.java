package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Layer;

/** From an image to one activation for each size. Parameters: {@code in_conv}, {@code enc_blocks.k}. */
final class VdvaeEncoder extends Layer {
    private final Convolution entry;
    private final List<VdvaeBlock> blocks = new ArrayList<>();

    VdvaeEncoder(VdvaeConfiguration options) {
        int width = options.width();
        entry = child("in_conv", VdvaeBlock.convolution(3, width, 3, 1));
        List<VdvaeConfiguration.Block> written = options.encoderBlocks();
        double scale = Math.sqrt(1.0 / written.size());
        for (VdvaeConfiguration.Block block : written) {
            blocks.add(child("enc_blocks." + blocks.size(), new VdvaeBlock(width, options.innerWidth(), width,
                    block.size(), true, block.other(), scale)));
        }
    }

    /**
     * @param inputs images (batch, height, width, 3) @return the last activation (batch, width, size, size) of each
     * size, smallest first
     */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray x = entry.apply(pass, inputs.get(0).transpose(0, 3, 1, 2));
        TreeMap<Long, NDArray> last = new TreeMap<>();
        last.put(x.getShape().get(2), x);
        for (VdvaeBlock block : blocks) {
            x = block.apply(pass, x);
            NDArray before = last.put(x.getShape().get(2), x);
            if (before != null) {
                before.close();
            }
        }
        return new NDList(last.values());
    }
}
