package org.engram.nn.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run through a network: whether it learns, in what precision, and the life of every array it makes.
 *
 * <p>While a pass is open, gradients are recorded (or not) on this thread, and every array made on it is closed with
 * the pass unless {@link #keep} hands it out:
 *
 * <pre>{@code
 * try (Pass pass = Pass.training(seed)) {
 *     NDArray loss = Losses.crossEntropy(network.apply(pass, images), labels);
 *     pass.backward(loss);
 * }
 * try (Pass pass = Pass.inference()) {
 *     NDArray scores = pass.keep(network.apply(pass, images));
 * }
 * }</pre>
 *
 * <p>Confined to the thread that opens it.
 */
public final class Pass implements AutoCloseable {
    private final boolean training;
    private final Precision precision;
    private final ParameterStore store;
    private final boolean recordedBefore;
    private final Scope scope;
    private final List<NDArray> shared = new ArrayList<>();
    private LayerObserver observer;
    private Map<Parameter, NDArray> substitutes;

    private Pass(boolean training, boolean recording, Precision precision, ParameterStore store) {
        Torch.engine();
        this.training = training;
        this.precision = precision;
        this.store = store;
        this.recordedBefore = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        this.scope = store == null ? new Scope() : null;
    }

    /** @return a pass that records no gradient; dropout and other training-only behaviour is off */
    public static Pass inference() {
        return inference(Precision.FULL);
    }

    /**
     * @param precision of products and convolutions
     * @return a pass that records no gradient
     */
    public static Pass inference(Precision precision) {
        return new Pass(false, false, precision, null);
    }

    /**
     * @param seed of what is random in the pass (dropout, sampling); one seed, one result
     * @return a pass that records gradients and behaves as in training
     */
    public static Pass training(long seed) {
        return training(seed, Precision.FULL);
    }

    /**
     * @param seed of what is random in the pass
     * @param precision of products and convolutions
     * @return a pass that records gradients and behaves as in training
     */
    public static Pass training(long seed, Precision precision) {
        Pass pass = new Pass(true, true, precision, null);
        JniUtils.setSeed(seed);
        return pass;
    }

    /** @return a pass that records gradients of a network that behaves as in inference, for explanations and guidance */
    public static Pass differentiating() {
        return new Pass(false, true, Precision.FULL, null);
    }

    /** A pass inside another framework's own training loop, which owns gradients, parameters and memory. */
    public static Pass within(ParameterStore store, boolean training) {
        return new Pass(training, JniUtils.isGradMode(), Precision.FULL, store);
    }

    /**
     * Lets an observer see, and replace, the results of every layer that runs in this pass.
     *
     * @param layers the observer; null for none
     * @return this pass
     */
    public Pass observedBy(LayerObserver layers) {
        observer = layers;
        return this;
    }

    /**
     * Runs networks in this pass as if their parameters were constants, some with other values than their own: no
     * gradient is computed for a parameter, none is left behind in it, and no network is changed.
     *
     * @param others values to use in place of a parameter's own, of its shape; may be empty
     * @return this pass
     */
    public Pass frozen(Map<Parameter, NDArray> others) {
        substitutes = new IdentityHashMap<>(others);
        return this;
    }

    /**
     * Called by a layer that has run.
     *
     * @param layer that has run
     * @param inputs what it was given
     * @param outputs what it computed
     * @return what the network goes on with
     */
    public NDList observed(Block layer, NDList inputs, NDList outputs) {
        return observer == null ? outputs : observer.ran(layer, inputs, outputs);
    }

    /** @return whether layers behave as in training (dropout on, batch statistics) */
    public boolean training() {
        return training;
    }

    /** @return whether operations on this thread record gradients now */
    public boolean recording() {
        return JniUtils.isGradMode();
    }

    /**
     * @param parameter of a layer
     * @return its value; not to be closed, and not to be returned from a layer as it is
     */
    public NDArray value(Parameter parameter) {
        if (substitutes != null) {
            NDArray other = substitutes.get(parameter);
            return (other == null ? parameter.getArray() : other).stopGradient();
        }
        NDArray array = parameter.getArray();
        return store == null ? array : store.getValue(parameter, array.getDevice(), training);
    }

    /** @return in which arithmetic products and convolutions run */
    public Precision precision() {
        return precision;
    }

    /**
     * Adds the gradient of {@code loss} to the gradient of everything it was computed from.
     *
     * @param loss one number
     */
    public void backward(NDArray loss) {
        if (loss.size() != 1) {
            throw new IllegalArgumentException("the loss has shape " + loss.getShape()
                    + ": a gradient is taken of one number; give sum() or mean(), or the gradient of each element");
        }
        try (NDArray one = loss.onesLike()) {
            backward(loss, one);
        }
    }

    /**
     * Adds the product of {@code outer} and the Jacobian of {@code target} to the gradient of everything it was
     * computed from.
     *
     * @param target of any shape
     * @param outer the gradient of a loss with respect to {@code target}, of the same shape
     */
    public void backward(NDArray target, NDArray outer) {
        JniUtils.backward((PtNDArray) target, (PtNDArray) outer, false, false);
    }

    /**
     * @param leaf an array that requires gradients
     * @return its gradient, or null if none has reached it; owned by this pass
     */
    public NDArray gradient(NDArray leaf) {
        return gradientOf(leaf);
    }

    /**
     * @param leaf an array that requires gradients
     * @return a fresh handle on its gradient, which the caller closes, or null if none has reached it
     */
    public static NDArray gradientOf(NDArray leaf) {
        return JniUtils.getGradient((PtNDArray) leaf);
    }

    /** @param leaf an array whose gradient is set to zero, if it has one */
    public static void clearGradient(NDArray leaf) {
        JniUtils.zeroGrad((PtNDArray) leaf);
    }

    /**
     * @param array an array made in this pass
     * @return the same array, which now outlives the pass until its manager or the caller closes it
     */
    public NDArray keep(NDArray array) {
        return scope == null ? array : scope.release(array);
    }

    /**
     * @param arrays made in this pass
     * @return the same list, whose arrays now outlive the pass
     */
    public NDList keep(NDList arrays) {
        arrays.forEach(this::keep);
        return arrays;
    }

    /**
     * A second handle on an array of a running layer, which may itself be closed when that layer ends.
     *
     * @param array made in this pass
     * @return the same values, not copied, computed from the same things; stays open until this pass closes
     */
    public NDArray share(NDArray array) {
        return untilClosed(array.reshape(array.getShape()));
    }

    /**
     * Cuts the recorded computation in two: what follows is differentiated down to this leaf and no further.
     *
     * @param array made in this pass
     * @return the same values, not copied, as a leaf whose gradient can be asked for; stays open until this pass closes
     */
    public NDArray cut(NDArray array) {
        NDArray leaf = untilClosed(array.stopGradient());
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** The innermost scope is a running layer's, which ends before this pass. */
    private NDArray untilClosed(NDArray handle) {
        NDScope.unregister(handle);
        shared.add(handle);
        return handle;
    }

    /**
     * A leaf with the values of {@code array} whose gradient can be asked for.
     *
     * @param array any values
     * @param manager who owns the copy
     * @return a copy that requires gradients
     */
    public NDArray leaf(NDArray array, NDManager manager) {
        NDArray copy = array.stopGradient().duplicate();
        copy.attach(manager);
        copy.setRequiresGradient(true);
        return copy;
    }

    @Override
    public void close() {
        shared.forEach(NDArray::close);
        if (scope != null) {
            scope.close();
        }
        JniUtils.setGradMode(recordedBefore);
    }
}
