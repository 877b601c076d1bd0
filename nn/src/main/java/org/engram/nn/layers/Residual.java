package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;

/** A branch added to its own input, or to a shortcut of it (He et al. 2016). */
public final class Residual extends SimpleLayer {
    private final SimpleLayer branch;
    private final SimpleLayer shortcut;

    /** @param name of the branch in the checkpoint @param branch keeps the shape */
    public Residual(String name, SimpleLayer branch) {
        this.branch = child(name, branch);
        shortcut = null;
    }

    /**
     * @param name of the branch in the checkpoint
     * @param branch any layer
     * @param shortcutName name of the shortcut in the checkpoint
     * @param shortcut changes the input to the shape that the branch gives
     */
    public Residual(String name, SimpleLayer branch, String shortcutName, SimpleLayer shortcut) {
        this.branch = child(name, branch);
        this.shortcut = child(shortcutName, shortcut);
    }

    /** @return the part that is added */
    public SimpleLayer branch() {
        return branch;
    }

    /** @return the layer on the way past the branch, or null where the input itself is added */
    public SimpleLayer shortcut() {
        return shortcut;
    }

    /** @param input as the branch takes it @return as the branch gives it */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray added = branch.apply(pass, input);
        NDArray kept = shortcut == null ? input : shortcut.apply(pass, input);
        if (!added.getShape().equals(kept.getShape())) {
            throw new ShapeException(
                    (path().isEmpty() ? "the residual" : path()) + " cannot add its branch of shape "
                            + added.getShape() + " to " + kept.getShape()
                            + ": give it a shortcut that changes the shape");
        }
        return kept.add(added);
    }
}
