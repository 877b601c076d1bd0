package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/**
 * Changes of a few weights of a network, each a product of two thin matrices: W + scale alpha / rank B A (LoRA).
 *
 * <p>Read from the tensors of a file, under the names of peft ({@code [unet.]path.lora_A.weight}, {@code lora_B}, or
 * {@code lora.down}, {@code lora.up}) or of kohya ({@code lora_unet_path_with_underscores.lora_down.weight},
 * {@code lora_up}, {@code alpha}). Linear layers and convolutions.
 *
 * <h2>References</h2> E. J. Hu et al., "LoRA: low-rank adaptation of large language models", ICLR 2022.
 */
public final class LowRankAdaptation {
    private static final List<String> DOWN = List.of(".lora_A.weight", ".lora_down.weight",
            ".lora.down.weight");
    private static final List<String> UP = List.of(".lora_B.weight", ".lora_up.weight", ".lora.up.weight");

    private final List<Change> changes;

    /** @param alpha null stands for the rank, so that the product counts once */
    private record Change(String path, Parameter weight, NDArray down, NDArray up, Double alpha) {
        NDArray product(double scale) {
            long rank = down.getShape().get(0);
            double factor = scale * (alpha == null ? 1 : alpha / rank);
            NDArray thin = down.reshape(rank, -1);
            return up.reshape(-1, rank).matMul(thin).reshape(weight.getShape()).mul(factor);
        }
    }

    private LowRankAdaptation(List<Change> changes) {
        this.changes = changes;
    }

    /**
     * @param network whose weights are to change, initialized
     * @param tensors by name, as the file has them; not copied
     * @return the changes, not yet made
     * @throws EngramException when a tensor belongs to no weight of the network, or has no partner
     * @throws ShapeException when a product does not have the shape of its weight
     */
    public static LowRankAdaptation of(Layer network, Map<String, NDArray> tensors) {
        Map<String, String> paths = new HashMap<>();
        for (String name : network.learned().keySet()) {
            if (name.endsWith(".weight")) {
                String path = name.substring(0, name.length() - ".weight".length());
                paths.put(path, path);
                paths.put("unet." + path, path);
                paths.put("lora_unet_" + path.replace('.', '_'), path);
            }
        }
        List<Change> changes = new ArrayList<>();
        int used = 0;
        for (var entry : tensors.entrySet()) {
            int form = ending(entry.getKey());
            if (form < 0) {
                continue;
            }
            String prefix = entry.getKey().substring(0, entry.getKey().length() - DOWN.get(form).length());
            NDArray up = tensors.get(prefix + UP.get(form));
            NDArray alpha = tensors.get(prefix + ".alpha");
            String path = paths.get(prefix);
            if (path == null || up == null) {
                throw new EngramException("the low-rank change " + entry.getKey() + " "
                        + (path == null
                                ? "belongs to no weight of this network"
                                : "has no partner " + prefix
                                        + UP.get(form)));
            }
            Change change = new Change(path, network.learned().get(path + ".weight"), entry.getValue(), up,
                    alpha == null ? null : alpha.toType(DataType.FLOAT64, false).toDoubleArray()[0]);
            requireShapes(change);
            changes.add(change);
            used += alpha == null ? 2 : 3;
        }
        if (used != tensors.size()) {
            throw new EngramException("of " + tensors.size() + " tensors only " + used
                    + " are low-rank changes: this is not, or not only, a LoRA file for this network");
        }
        return new LowRankAdaptation(List.copyOf(changes));
    }

    private static int ending(String name) {
        for (int form = 0; form < DOWN.size(); form++) {
            if (name.endsWith(DOWN.get(form))) {
                return form;
            }
        }
        return -1;
    }

    private static void requireShapes(Change change) {
        Shape weight = change.weight().getShape();
        Shape down = change.down().getShape();
        Shape up = change.up().getShape();
        boolean fits = down.dimension() == weight.dimension() && up.dimension() == weight.dimension()
                && up.get(0) == weight.get(0) && up.get(1) == down.get(0)
                && up.size() == up.get(0) * up.get(1)
                && down.slice(1).equals(weight.slice(1));
        if (!fits) {
            throw new ShapeException(change.path() + ".weight has shape " + weight
                    + ", which low-rank matrices of shapes " + down + " and " + up + " do not make");
        }
    }

    /** @return paths of the layers it changes */
    public List<String> paths() {
        return changes.stream().map(Change::path).toList();
    }

    /**
     * Adds the changes to the weights.
     *
     * @param scale 1 as trained; its negative takes a change away again, to rounding
     */
    public void merge(double scale) {
        try (Pass pass = Pass.inference()) {
            for (Change change : changes) {
                NDArray weight = pass.value(change.weight());
                weight.addi(change.product(scale).toType(weight.getDataType(), false));
            }
        }
    }
}
