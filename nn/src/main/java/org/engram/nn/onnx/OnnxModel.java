package org.engram.nn.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.ShapeException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.table.ClosestName;

/**
 * A model in an ONNX file, run on the CPU by ONNX Runtime. It is for inference: it has no gradients and no parameters to
 * load. Any number of threads may run it.
 */
public final class OnnxModel implements AutoCloseable {
    private final Path file;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, OnnxPort> inputs;
    private final Map<String, OnnxPort> outputs;

    private OnnxModel(Path file, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.file = file;
        this.environment = environment;
        this.session = session;
        this.inputs = ports(session.getInputInfo());
        this.outputs = ports(session.getOutputInfo());
    }

    /**
     * @param file an ONNX model; weights it keeps in files beside it are found there
     * @param threads how many one run may use, at least 1
     * @return the model; to be closed
     * @throws IOException if there is no such file
     * @throws FormatException if ONNX Runtime cannot read it
     * @throws EngramException if ONNX Runtime has no native library for this machine
     */
    public static OnnxModel open(Path file, int threads) throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ": at least 1 is needed");
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such ONNX model");
        }
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return new OnnxModel(file, environment, environment.createSession(file.toString(), options));
        } catch (OrtException failure) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "cannot be opened as an ONNX model ("
                            + said(failure)
                            + "): download it again, or export it with operators up to opset 22",
                    failure);
        }
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "engram");
        } catch (LinkageError | IllegalStateException failure) {
            throw new EngramException("the native library of ONNX Runtime could not be loaded on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " ("
                    + said(failure)
                    + "): ONNX models run on Linux, macOS and Windows of 64 bits", failure);
        }
    }

    /** @return what it takes, by name, in order */
    public Map<String, OnnxPort> inputs() {
        return inputs;
    }

    /** @return what it gives, by name, in order */
    public Map<String, OnnxPort> outputs() {
        return outputs;
    }

    /**
     * @param arrays one for each input
     * @return one for each output, by name, in order
     * @throws ShapeException when an array does not fit its input
     */
    public Map<String, OnnxArray> run(Map<String, OnnxArray> arrays) {
        require(arrays);
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, OnnxArray> entry : arrays.entrySet()) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, OnnxArray> results = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> entry : result) {
                    results.put(entry.getKey(), array(entry.getKey(), entry.getValue()));
                }
                return results;
            }
        } catch (OrtException failure) {
            throw new EngramException(file + ": the model failed on " + arrays + ": " + said(failure),
                    failure);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * @param manager owns the results, which are float32, float64, int32, int64, uint8 or boolean
     * @param arrays one for each input; float32, float64, int32, int64, uint8, int8 or boolean
     * @return one for each output, by name, in order
     * @throws ShapeException when an array does not fit its input
     */
    public Map<String, NDArray> run(NDManager manager, Map<String, NDArray> arrays) {
        Map<String, OnnxArray> given = new LinkedHashMap<>();
        arrays.forEach((name, array) -> given.put(name, from(name, array)));
        Map<String, NDArray> results = new LinkedHashMap<>();
        run(given).forEach((name, array) -> results.put(name, to(manager, array)));
        return results;
    }

    private void require(Map<String, OnnxArray> arrays) {
        for (String name : arrays.keySet()) {
            if (!inputs.containsKey(name)) {
                throw new IllegalArgumentException(file + " has no input \"" + name + "\": "
                        + ClosestName.hint(name, inputs.keySet()));
            }
        }
        inputs.forEach((name, port) -> {
            OnnxArray array = arrays.get(name);
            if (array == null) {
                throw new IllegalArgumentException(
                        file + " needs the input \"" + name + "\" " + port.type() + " "
                                + port.shapeText());
            }
            if (!port.accepts(array.shape())) {
                throw new ShapeException(file + ": the input \"" + name + "\" has shape "
                        + new Shape(array.shape()) + " but the model takes " + port.shapeText());
            }
        });
    }

    private OnnxTensor tensor(String name, OnnxArray array) throws OrtException {
        OnnxPort port = inputs.get(name);
        Object data = array.data();
        long[] shape = array.shape();
        switch (port.type()) {
            case "float" :
                return OnnxTensor.createTensor(environment,
                        FloatBuffer.wrap(data instanceof float[] same ? same : array.toFloats()), shape);
            case "double" :
                return OnnxTensor.createTensor(environment,
                        DoubleBuffer.wrap(data instanceof double[] same ? same : array.toDoubles()), shape);
            case "int64" :
                return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs(port, array)), shape);
            case "int32" :
                return OnnxTensor.createTensor(environment,
                        IntBuffer
                                .wrap(Arrays.stream(longs(port, array)).mapToInt(Math::toIntExact).toArray()),
                        shape);
            case "int8", "uint8", "bool" :
                return OnnxTensor.createTensor(environment, bytes(port, array), shape, type(port));
            default :
                throw new UnsupportedFeatureException(
                        file + ": the input \"" + name + "\" takes " + port.type()
                                + "; float, double, int64, int32, int8, uint8 and bool are given to models");
        }
    }

    private static OnnxJavaType type(OnnxPort port) {
        return port.type().equals("int8")
                ? OnnxJavaType.INT8
                : port.type().equals("uint8") ? OnnxJavaType.UINT8 : OnnxJavaType.BOOL;
    }

    private long[] longs(OnnxPort port, OnnxArray array) {
        if (array.data() instanceof float[] || array.data() instanceof double[]) {
            throw new IllegalArgumentException(
                    file + ": the input \"" + port.name() + "\" takes " + port.type()
                            + ", whole numbers, not " + array);
        }
        return array.toLongs();
    }

    private ByteBuffer bytes(OnnxPort port, OnnxArray array) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(array.size());
        for (long value : longs(port, array)) {
            bytes.put((byte) value);
        }
        return bytes.rewind();
    }

    private OnnxArray array(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new UnsupportedFeatureException(
                    file + ": the output \"" + name + "\" is a " + value.getType()
                            + ", not a tensor");
        }
        long[] shape = tensor.getInfo().getShape();
        OnnxJavaType type = tensor.getInfo().type;
        switch (type) {
            case FLOAT, FLOAT16, BFLOAT16 :
                float[] floats = new float[elements(shape)];
                tensor.getFloatBuffer().get(floats);
                return OnnxArray.of(floats, shape);
            case DOUBLE :
                double[] doubles = new double[elements(shape)];
                tensor.getDoubleBuffer().get(doubles);
                return OnnxArray.of(doubles, shape);
            case INT64 :
                long[] longs = new long[elements(shape)];
                tensor.getLongBuffer().get(longs);
                return OnnxArray.of(longs, shape);
            case INT32 :
                int[] ints = new int[elements(shape)];
                tensor.getIntBuffer().get(ints);
                return OnnxArray.of(ints, shape);
            case INT8, UINT8, BOOL :
                return small(tensor.getByteBuffer(), type, shape);
            default :
                throw new UnsupportedFeatureException(
                        file + ": the output \"" + name + "\" is of type " + type
                                + ", which is not read");
        }
    }

    private static OnnxArray small(ByteBuffer bytes, OnnxJavaType type, long... shape) {
        int size = elements(shape);
        byte[] values = new byte[size];
        bytes.get(values);
        if (type == OnnxJavaType.INT8) {
            return OnnxArray.of(values, shape);
        }
        boolean[] truths = new boolean[size];
        int[] unsigned = new int[size];
        for (int i = 0; i < size; i++) {
            truths[i] = values[i] != 0;
            unsigned[i] = values[i] & 0xFF;
        }
        return type == OnnxJavaType.BOOL ? OnnxArray.of(truths, shape) : OnnxArray.of(unsigned, shape);
    }

    private static int elements(long... shape) {
        return Math.toIntExact(new Shape(shape).size());
    }

    private static OnnxArray from(String name, NDArray array) {
        long[] shape = array.getShape().getShape();
        return switch (array.getDataType()) {
            case FLOAT32 -> OnnxArray.of(array.toFloatArray(), shape);
            case FLOAT64 -> OnnxArray.of(array.toDoubleArray(), shape);
            case INT64 -> OnnxArray.of(array.toLongArray(), shape);
            case INT32 -> OnnxArray.of(array.toIntArray(), shape);
            case INT8 -> OnnxArray.of(array.toByteArray(), shape);
            case UINT8 -> OnnxArray.of(array.toUint8Array(), shape);
            case BOOLEAN -> OnnxArray.of(array.toBooleanArray(), shape);
            default -> throw new UnsupportedFeatureException("the input \"" + name + "\" is an array of "
                    + array.getDataType() + ": cast it to float32 or int64 first");
        };
    }

    private static NDArray to(NDManager manager, OnnxArray array) {
        Shape shape = new Shape(array.shape());
        Object data = array.data();
        return data instanceof float[] floats
                ? manager.create(floats, shape)
                : data instanceof double[] doubles
                        ? manager.create(doubles, shape)
                        : data instanceof long[] longs
                                ? manager.create(longs, shape)
                                : data instanceof int[] ints
                                        ? manager.create(ints, shape)
                                        : data instanceof boolean[] truths
                                                ? manager.create(truths, shape)
                                                : manager.create((byte[]) data, shape);
    }

    private static Map<String, OnnxPort> ports(Map<String, NodeInfo> nodes) {
        Map<String, OnnxPort> ports = new LinkedHashMap<>();
        nodes.forEach((name, node) -> ports.put(name, node.getInfo() instanceof TensorInfo info
                ? new OnnxPort(name,
                        info.onnxType == TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED
                                ? info.type.name()
                                : info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", ""),
                        info.getShape(),
                        info.getDimensionNames())
                : new OnnxPort(name, node.getInfo().getClass().getSimpleName(), new long[0], new String[0])));
        return Collections.unmodifiableMap(ports);
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    /** Frees the model. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new EngramException(file + ": " + said(failure), failure);
        }
    }
}
