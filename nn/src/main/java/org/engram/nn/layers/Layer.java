package org.engram.nn.layers;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.engine.Torch;

/**
 * A part of a network: parameters, buffers and further layers, each under the exact name it bears in the published
 * checkpoint, and a computation.
 *
 * <p>Sizes are given when a layer is made, never guessed from its first input, so a network can be filled from a
 * checkpoint before anything runs through it. Parameter paths are names joined by dots ({@code blocks.0.attn.qkv.weight}),
 * in the order in which PyTorch writes them: own parameters, own buffers, then children.
 *
 * <p>Every array made in {@link #compute} is closed when it ends, except the results: intermediate values live as long
 * as an operation needs them, in training (the engine holds what the gradient needs) and in inference.
 *
 * <p>A failure of the engine is reported with the path of the layer in which it happened.
 *
 * <p>A layer is a DJL {@link Block} and works inside DJL's own models and trainers. Not thread-safe while its parameters
 * change; otherwise any number of threads may run it.
 */
public abstract class Layer extends AbstractBaseBlock {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Parameter> buffers = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<Parameter, Initialization> starts = new LinkedHashMap<>();
    private final Map<String, NDArray> constants = new LinkedHashMap<>();
    private Layer parent;
    private String name = "";

    /**
     * The computation. Arrays made here are closed by the caller, except those in the result. An input may be returned
     * as it is; a parameter may not.
     *
     * @param pass whether it learns, and in what precision; gives the values of parameters
     * @param inputs in the order the class documents
     * @return the results in the order the class documents
     */
    protected abstract NDList compute(Pass pass, NDList inputs);

    /**
     * Runs this layer.
     *
     * @param pass the run it belongs to
     * @param inputs as the class documents
     * @return the results, owned by the enclosing scope or pass
     * @throws ShapeException when an input does not fit, with the path of the layer that found it
     */
    public final NDList apply(Pass pass, NDList inputs) {
        return run(pass, inputs, () -> compute(pass, inputs));
    }

    /**
     * Runs this layer on one array and takes its first result.
     *
     * @param pass the run it belongs to
     * @param input as the class documents
     * @return the first result
     */
    public final NDArray apply(Pass pass, NDArray input) {
        NDList inputs = new NDList(input);
        return Scope.returning(() -> reported(pass, inputs, () -> compute(pass, inputs)).get(0), input);
    }

    /**
     * Runs a computation of this layer that takes more than arrays, with the same care as {@link #compute}: what it
     * makes is closed except its results, observers see it, and a failure names this layer.
     *
     * @param pass the run it belongs to
     * @param inputs the arrays it is given; one of them may be a result
     * @param computation gives the results
     * @return the results, owned by the enclosing scope or pass
     */
    protected final NDList run(Pass pass, NDList inputs, Supplier<NDList> computation) {
        return Scope.returning(() -> reported(pass, inputs, computation), inputs);
    }

    private NDList reported(Pass pass, NDList inputs, Supplier<NDList> computation) {
        NDList results;
        try {
            results = computation.get();
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException failure) {
            throw EngineFailure.in(this, inputs, failure);
        }
        return pass.observed(this, inputs, results);
    }

    /**
     * Declares a part of this layer.
     *
     * @param childName its name in the checkpoint; may hold dots ("proj_in.0")
     * @param child a layer that belongs nowhere else yet (a layer may be shared; it then reports its first path)
     * @return the same layer
     */
    protected final <L extends Layer> L child(String childName, L child) {
        requireFree(childName);
        children.put(childName, child);
        Layer part = child;
        if (part.parent == null) {
            part.parent = this;
            part.name = childName;
        }
        return child;
    }

    /**
     * Declares a parameter that is learnt.
     *
     * @param parameterName its name in the checkpoint
     * @param start its first values
     * @param shape its size along each axis, in memory order
     * @return the parameter; {@link Pass#value} gives its array
     */
    protected final Parameter parameter(String parameterName, Initialization start, long... shape) {
        requireFree(parameterName);
        Parameter parameter = declare(parameterName, start, Parameter.Type.WEIGHT, true, shape);
        parameters.put(parameterName, parameter);
        return parameter;
    }

    /**
     * Declares an array that is part of the checkpoint and is not learnt by gradients (running statistics, codebooks
     * moved by averages).
     *
     * @param bufferName its name in the checkpoint
     * @param start its first values
     * @param shape its size along each axis, in memory order
     * @return the buffer; {@link Pass#value} gives its array
     */
    protected final Parameter buffer(String bufferName, Initialization start, long... shape) {
        requireFree(bufferName);
        Parameter buffer = declare(bufferName, start, Parameter.Type.OTHER, false, shape);
        buffers.put(bufferName, buffer);
        return buffer;
    }

    /**
     * An array that follows from the layer's sizes (sinusoids, masks, index tables): made once per device and type, in
     * no checkpoint, closed with the layer.
     *
     * @param constantName tells the constants of this layer apart
     * @param like its device and manager's engine are used
     * @param make makes the array with the given manager
     * @return the array; not to be closed
     */
    protected final NDArray constant(String constantName, NDArray like,
            Function<NDManager, NDArray> make) {
        String key = constantName + "@" + like.getDevice();
        synchronized (constants) {
            return constants.computeIfAbsent(key, k -> {
                NDManager owner = Torch.newManager(like.getDevice());
                NDArray array = Scope.returning(() -> make.apply(owner));
                NDScope.unregister(array);
                array.attach(owner);
                return array;
            });
        }
    }

    /** @return path and value holder of everything that is learnt (or frozen), in checkpoint order */
    public final Map<String, Parameter> learned() {
        Map<String, Parameter> found = new LinkedHashMap<>();
        visit("", (path, layer) -> layer.parameters.forEach((n, p) -> found.put(path + n, p)));
        return found;
    }

    /** @return path and value holder of every buffer, in checkpoint order */
    public final Map<String, Parameter> buffers() {
        Map<String, Parameter> found = new LinkedHashMap<>();
        visit("", (path, layer) -> layer.buffers.forEach((n, p) -> found.put(path + n, p)));
        return found;
    }

    /** @return path and value holder of everything a checkpoint holds: parameters and buffers, in checkpoint order */
    public final Map<String, Parameter> state() {
        Map<String, Parameter> found = new LinkedHashMap<>();
        visit("", (path, layer) -> {
            layer.parameters.forEach((n, p) -> found.put(path + n, p));
            layer.buffers.forEach((n, p) -> found.put(path + n, p));
        });
        return found;
    }

    /** @return path and layer of this layer (the empty path) and everything in it */
    public final Map<String, Layer> layers() {
        Map<String, Layer> found = new LinkedHashMap<>();
        visit("", (path, layer) -> found.put(path.isEmpty() ? "" : path.substring(0, path.length() - 1),
                layer));
        return found;
    }

    /** @return how many numbers are learnt */
    public final long parameterCount() {
        return learned().values().stream().mapToLong(p -> p.getShape().size()).sum();
    }

    /** @return where this layer stands in its network, names joined by dots; empty for the network itself */
    public final String path() {
        if (parent == null) {
            return name;
        }
        String above = parent.path();
        return above.isEmpty() ? name : above + "." + name;
    }

    /**
     * Gives every parameter and buffer its first values.
     *
     * @param manager owns the arrays and says on which device they live
     * @param type float32, or float64 for comparisons
     * @param seed one seed, one network
     */
    public final void initialize(NDManager manager, DataType type, long seed) {
        visit("", (path, layer) -> layer.starts.forEach((parameter, start) -> {
            if (!parameter.isInitialized()) {
                RandomStream stream = RandomStream.of(seed, pathNumber(path + parameter.getName()));
                adoptValue(parameter, draw(parameter, start, stream, manager, type));
            }
        }));
    }

    /**
     * The values this network would start from under another seed: a network of the same architecture that has learnt
     * nothing. Nothing in this layer changes.
     *
     * @param manager owns the arrays and says on which device they live
     * @param type as in {@link #initialize(NDManager, DataType, long)}
     * @param seed one seed, one network
     * @return path and values of every parameter and buffer
     */
    public final Map<String, NDArray> startValues(NDManager manager, DataType type, long seed) {
        Map<String, NDArray> values = new LinkedHashMap<>();
        visit("", (path, layer) -> layer.starts.forEach((parameter, start) -> {
            String place = path + parameter.getName();
            values.put(place,
                    draw(parameter, start, RandomStream.of(seed, pathNumber(place)), manager, type));
        }));
        return values;
    }

    /**
     * Moves every parameter and buffer to another device.
     *
     * @param manager owns the moved arrays; the old ones are closed
     */
    public final void moveTo(NDManager manager) {
        Device device = manager.getDevice();
        visit("", (path, layer) -> layer.starts.keySet().forEach(parameter -> {
            NDArray old = parameter.getArray();
            if (!old.getDevice().equals(device)) {
                replace(parameter, moved(old, manager));
            }
        }));
    }

    /** Written where the engine keeps it: a large network should not exist twice while it starts. */
    private static NDArray draw(Parameter parameter, Initialization start, RandomStream stream,
            NDManager manager, DataType type) {
        boolean onHost = manager.getDevice().equals(Device.cpu());
        NDManager host = onHost ? manager : Torch.newManager();
        try {
            NDArray array = host.create(parameter.getShape(), type);
            ByteBuffer bytes = array.toByteBuffer(true);
            int size = Math.toIntExact(parameter.getShape().size());
            if (type == DataType.FLOAT64) {
                DoubleBuffer values = bytes.asDoubleBuffer();
                for (int i = 0; i < size; i++) {
                    values.put(i, start.at(stream, i));
                }
            } else {
                FloatBuffer values = bytes.asFloatBuffer();
                for (int i = 0; i < size; i++) {
                    values.put(i, (float) start.at(stream, i));
                }
            }
            return onHost ? array : moved(array, manager);
        } finally {
            if (!onHost) {
                host.close();
            }
        }
    }

    private static NDArray moved(NDArray array, NDManager manager) {
        NDArray moved = array.toDevice(manager.getDevice(), true);
        NDScope.unregister(moved);
        moved.attach(manager);
        return moved;
    }

    private static void replace(Parameter parameter, NDArray array) {
        parameter.close();
        adoptValue(parameter, array);
    }

    private static void adoptValue(Parameter parameter, NDArray array) {
        NDScope.unregister(array);
        parameter.setInitializer((manager, shape, type) -> array);
        parameter.initialize(array.getManager(), array.getDataType());
        array.setName(null);
        parameter.setInitializer(null);
    }

    private Parameter declare(String parameterName, Initialization start, Parameter.Type type, boolean learnt,
            long... shape) {
        for (long size : shape) {
            if (size < 1) {
                throw new ShapeException("parameter " + parameterName + " of " + getClass().getSimpleName()
                        + " would have shape " + new Shape(shape) + ": every size must be at least 1");
            }
        }
        Parameter parameter = Parameter.builder().setName(parameterName).setType(type)
                .optShape(new Shape(shape))
                .optRequiresGrad(learnt).build();
        starts.put(parameter, start);
        return parameter;
    }

    private void requireFree(String wanted) {
        if (children.containsKey(wanted) || parameters.containsKey(wanted) || buffers.containsKey(wanted)) {
            throw new EngramException(getClass().getSimpleName() + " declares \"" + wanted + "\" twice");
        }
    }

    private void visit(String prefix, BiConsumer<String, Layer> visitor) {
        visitor.accept(prefix, this);
        children.forEach((childName, child) -> child.visit(prefix + childName + ".", visitor));
    }

    /** FNV-1a: the same number for the same path everywhere. */
    private static long pathNumber(String path) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    // What DJL asks of a block.

    @Override
    protected final NDList forwardInternal(ParameterStore store, NDList inputs, boolean training,
            PairList<String, Object> options) {
        try (Pass pass = Pass.within(store, training)) {
            return apply(pass, inputs);
        }
    }

    @Override
    public final void initialize(NDManager manager, DataType type, Shape... inputShapes) {
        beforeInitialize(inputShapes);
        initialize(manager, type, 0);
    }

    @Override
    public final boolean isInitialized() {
        return state().values().stream().allMatch(Parameter::isInitialized);
    }

    @Override
    public final BlockList getChildren() {
        BlockList list = new BlockList();
        children.forEach(list::add);
        return list;
    }

    @Override
    public final ParameterList getDirectParameters() {
        ParameterList list = new ParameterList();
        parameters.forEach(list::add);
        buffers.forEach(list::add);
        return list;
    }

    @Override
    public final ParameterList getParameters() {
        ParameterList list = new ParameterList();
        state().forEach(list::add);
        return list;
    }

    /** Runs zeros through the layer; give concrete shapes only. */
    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        DataType type = state().values().stream().findFirst().map(p -> p.getArray().getDataType())
                .orElse(DataType.FLOAT32);
        try (Pass pass = Pass.inference(); NDManager manager = Torch.newManager()) {
            NDList inputs = new NDList();
            for (Shape shape : shapes) {
                inputs.add(manager.zeros(shape, type));
            }
            List<Shape> results = new ArrayList<>();
            apply(pass, inputs).forEach(result -> results.add(result.getShape()));
            return results.toArray(new Shape[0]);
        }
    }

    @Override
    public void setInitializer(Initializer initializer, Parameter.Type type) {
        throw new UnsupportedOperationException("an Engram layer states its own start: see Initialization");
    }

    /** Closes every parameter, buffer and constant. */
    @Override
    public final void clear() {
        visit("", (path, layer) -> {
            layer.starts.keySet().forEach(Parameter::close);
            synchronized (layer.constants) {
                layer.constants.values().forEach(array -> array.getManager().close());
                layer.constants.clear();
            }
        });
    }
}
