package org.engram.nn.checkpoints;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;

/** Opens and writes weight files. Formats are told apart by their first bytes, not by their names. */
public final class Checkpoints {
    private static final long HDF5 = 0x0a1a0a0d46444889L;
    /** PROTO 2, LONG1 of ten bytes, then the magic number 0x1950a86a20f9469cfc6c. */
    private static final byte[] LEGACY = {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c,
            0x46,
            (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};

    private Checkpoints() {}

    /**
     * Opens safetensors (one file, or the {@code *.index.json} of several), what {@code torch.save} writes (ZIP since
     * PyTorch 1.6, and the format before), TorchScript archives, pickled NumPy arrays, and HDF5 weights of Keras.
     *
     * <p>Training checkpoints hold more than weights. The weights are the first of {@code state_dict},
     * {@code model_state_dict}, {@code model_state}, {@code model}, {@code module}, {@code net}, {@code network},
     * {@code weights}, {@code ema} that holds tensors, unless tensors lie at the top; and the prefixes {@code module.},
     * {@code _forward_module.} and {@code _orig_mod.} are taken off when every name has them. Both are told in
     * {@link Checkpoint#notices()}; {@link CheckpointOptions#withRoot} chooses instead.
     *
     * @param file any of these
     * @return its tensors; to be closed
     * @throws IOException if the file cannot be read
     * @throws FormatException if it is broken
     * @throws UnsupportedFeatureException if it is none of these, or holds what is not data (named in the message)
     */
    public static Checkpoint open(Path file) throws IOException {
        return open(file, CheckpointOptions.DEFAULT);
    }

    /**
     * @param file as for {@link #open(Path)}
     * @param options how it is read
     * @return its tensors; to be closed
     * @throws IOException if the file cannot be read
     */
    public static Checkpoint open(Path file, CheckpointOptions options) throws IOException {
        requireFile(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = start(channel);
            // As the length of a safetensors header, a brace and seven more letters would be far too much.
            if (start.limit() > 0 && start.get(0) == '{'
                    && (start.limit() < 8 || start.getLong(0) > SafetensorsReader.LONGEST_HEADER)) {
                return ShardedCheckpoint.open(file, options);
            }
        }
        return openOne(file, options);
    }

    static Checkpoint openOne(Path file, CheckpointOptions options) throws IOException {
        requireFile(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return recognised(file, channel, options);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static Checkpoint recognised(Path file, FileChannel channel, CheckpointOptions options)
            throws IOException {
        ByteBuffer start = start(channel);
        if (start.limit() < 2) {
            throw new FormatException(file,
                    "has " + start.limit() + " bytes: it is no weight file; download it again");
        }
        int first = start.getShort(0) & 0xFFFF;
        if (first == 0x4B50) {
            return new TorchReader(file, channel, options).readArchive();
        }
        if (startsWith(start, LEGACY)) {
            return new TorchReader(file, channel, options).readLegacy();
        }
        if (start.limit() >= 8 && start.getLong(0) == HDF5) {
            channel.close();
            return KerasReader.open(file);
        }
        if (start.limit() >= 9 && start.get(8) == '{') {
            return new SafetensorsReader(file, channel).read();
        }
        if ((first & 0xFF) == 0x80 && first >>> 8 <= 5) {
            return new TorchReader(file, channel, options).readBarePickle();
        }
        throw unknown(file, start);
    }

    private static ByteBuffer start(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        while (start.hasRemaining() && channel.read(start, start.position()) > 0) {
            continue;
        }
        return start.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static EngramException unknown(Path file, ByteBuffer start) {
        String found = start.limit() >= 262 && start.get(257) == 'u' && start.get(258) == 's'
                && start.get(259) == 't'
                        ? "a tar archive, as PyTorch wrote before 0.1.10: load and save it with a newer PyTorch"
                        : start.get(0) == '<' || start.get(0) == 'v' && start.get(1) == 'e'
                                ? "a web page or a git-lfs pointer, not the file itself: download the file it stands for"
                                : start.get(0) == 8
                                        ? "perhaps an ONNX model, which OnnxModel runs; it is no list of weights"
                                        : "none of safetensors, PyTorch, pickled NumPy and Keras HDF5";
        return new UnsupportedFeatureException(file + ": is " + found);
    }

    private static boolean startsWith(ByteBuffer start, byte[] magic) {
        if (start.limit() < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (start.get(i) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static void requireFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such weight file");
        }
        if (!Files.isRegularFile(file)) {
            throw new EngramException(
                    file + ": is a folder; expected a weight file, or SavedNetwork to open a folder");
        }
    }

    /**
     * @param source for messages
     * @param tensors by name
     * @return them as a checkpoint, for writing or loading
     */
    public static Checkpoint of(String source, Map<String, StoredTensor> tensors) {
        return new MemoryCheckpoint(source, tensors, Map.of(), List.of());
    }

    /**
     * @param source for messages
     * @param arrays by name; they stay open until the checkpoint was used
     * @return them as a checkpoint, for writing or comparing
     */
    public static Checkpoint ofArrays(String source, Map<String, NDArray> arrays) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, TensorArrays.stored(array)));
        return of(source, tensors);
    }

    /**
     * @param checkpoint any
     * @param file to write as safetensors, with the metadata of the checkpoint
     * @throws IOException if writing fails
     */
    public static void save(Checkpoint checkpoint, Path file) throws IOException {
        SafetensorsWriter.write(file, tensors(checkpoint), checkpoint.metadata());
    }

    /**
     * Writes any checkpoint as safetensors.
     *
     * @param checkpoint any; through {@link KeyMap#apply} under new names
     * @param file to write
     * @param floating F16, BF16, F32 or F64, to which floating-point tensors are rounded; null leaves them as they are.
     *        Whole numbers stay as they are
     * @throws IOException if writing fails
     */
    public static void convert(Checkpoint checkpoint, Path file, TensorType floating) throws IOException {
        Map<String, StoredTensor> converted = new LinkedHashMap<>();
        tensors(checkpoint).forEach((name, tensor) -> converted.put(name,
                floating == null || !tensor.type().floating() ? tensor : tensor.as(floating)));
        SafetensorsWriter.write(file, converted, checkpoint.metadata());
    }

    private static Map<String, StoredTensor> tensors(Checkpoint checkpoint) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        checkpoint.entries().keySet().forEach(name -> tensors.put(name, checkpoint.tensor(name)));
        return tensors;
    }
}
