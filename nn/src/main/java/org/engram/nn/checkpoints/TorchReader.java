package org.engram.nn.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.table.ClosestName;
import org.engram.nn.checkpoints.pickle.ForeignObjects;
import org.engram.nn.checkpoints.pickle.PickleInput;
import org.engram.nn.checkpoints.pickle.PickleTuple;
import org.engram.nn.checkpoints.pickle.PickleValues;
import org.engram.nn.checkpoints.pickle.Unpickler;
import org.engram.nn.checkpoints.pickle.Vocabulary;

/**
 * Reads what {@code torch.save} and {@code torch.jit.save} write: a ZIP archive of one pickle and the bytes of each
 * storage (since PyTorch 1.6), or five pickles and the storages one after another (before); also a bare pickle of NumPy
 * arrays.
 */
final class TorchReader {
    private static final long LONGEST_PICKLE = 512L << 20;
    private static final long PROTOCOL = 1001;

    private final Path file;
    private final FileChannel channel;
    private final CheckpointOptions options;
    private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
    private final TreeSet<String> refused = new TreeSet<>();
    private final List<String> notices = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    TorchReader(Path file, FileChannel channel, CheckpointOptions options) {
        this.file = file;
        this.channel = channel;
        this.options = options;
    }

    Checkpoint readArchive() throws IOException {
        ZipDirectory zip = new ZipDirectory(file, channel);
        String root = root(zip);
        if (zip.holds(root + "byteorder")) {
            MappedStorage content = zip.content(root + "byteorder");
            byte[] name = new byte[(int) Math.min(16, content.byteCount())];
            content.read(0, name.length).get(name);
            order = new String(name, StandardCharsets.US_ASCII).strip().equals("big")
                    ? ByteOrder.BIG_ENDIAN
                    : ByteOrder.LITTLE_ENDIAN;
        }
        MappedStorage pickle = zip.content(root + "data.pkl");
        Object object = unpickle(PickleInput.of(file, bounded(pickle), 0));
        for (TorchStorage storage : storages.values()) {
            bind(storage, zip.content(root + "data/" + storage.key()));
        }
        if (zip.holds(root + "constants.pkl")) {
            notices.add("is a TorchScript archive: its parameters are read, its code and constants are not");
        }
        return checkpoint(object);
    }

    /** Five pickles: magic number, protocol, about the machine, the object, keys of storages; then the storages. */
    Checkpoint readLegacy() throws IOException {
        long size = channel.size();
        ByteBuffer start = new MappedStorage(file, channel, 0, Math.min(size, LONGEST_PICKLE)).read(0,
                (int) Math.min(size, LONGEST_PICKLE));
        PickleInput in = PickleInput.of(file, start, 0);
        plain(in); // the magic number by which the file was recognised
        if (!(plain(in) instanceof Long protocol) || protocol != PROTOCOL) {
            throw new UnsupportedFeatureException(
                    file + ": a PyTorch file of another protocol than " + PROTOCOL);
        }
        if (plain(in) instanceof Map<?, ?> machine && Boolean.FALSE.equals(machine.get("little_endian"))) {
            order = ByteOrder.BIG_ENDIAN;
        }
        Object object = unpickle(in);
        long offset = 0;
        if (!(plain(in) instanceof List<?> keys)) {
            throw new FormatException(file, in.position(), "expected the list of storages");
        }
        offset = in.position();
        for (Object key : keys) {
            TorchStorage storage = storages.get(String.valueOf(key instanceof String ? key : ""));
            if (storage == null || storage.bound()) {
                throw new FormatException(file, offset,
                        "the list of storages names one that no tensor uses, or one twice");
            }
            offset = bindLegacy(storage, offset, size);
        }
        storages.values().forEach(storage -> {
            if (!storage.bound()) {
                throw new FormatException(file, "storage " + storage.key() + " is used but not there");
            }
        });
        return checkpoint(object);
    }

    Checkpoint readBarePickle() throws IOException {
        MappedStorage whole = new MappedStorage(file, channel, 0, channel.size());
        return checkpoint(unpickle(PickleInput.of(file, bounded(whole), 0)));
    }

    private long bindLegacy(TorchStorage storage, long offset, long size) {
        if (size - offset < 8) {
            throw new FormatException(file, offset, "the file ends before storage " + storage.key()
                    + ": it is truncated; download it again");
        }
        long elements = new MappedStorage(file, channel, offset, 8).read(0, 8).order(order).getLong();
        if (elements != storage.elements()) {
            throw new FormatException(file, offset, "storage " + storage.key() + " has " + elements
                    + " elements where its tensors expect " + storage.elements());
        }
        if (storage.byteCount() > size - offset - 8) {
            throw new FormatException(file, offset,
                    "storage " + storage.key() + " takes " + storage.byteCount()
                            + " bytes, but " + (size - offset - 8)
                            + " are left: the file is truncated; download it again");
        }
        storage.bind(new MappedStorage(file, channel, offset + 8, storage.byteCount()));
        return offset + 8 + storage.byteCount();
    }

    private void bind(TorchStorage storage, MappedStorage content) {
        if (content.byteCount() != storage.byteCount()) {
            throw new FormatException(file, "storage " + storage.key() + " has " + content.byteCount()
                    + " bytes where its tensors expect " + storage.byteCount());
        }
        storage.bind(content);
    }

    private Object unpickle(PickleInput in) {
        Vocabulary vocabulary = TorchVocabulary.of(file.toString(), order, this::persistent,
                options.foreignObjects());
        Unpickler unpickler = new Unpickler(in, vocabulary);
        Object object = unpickler.read();
        refused.addAll(unpickler.refused());
        return object;
    }

    private Object plain(PickleInput in) {
        return new Unpickler(in, Vocabulary.plain(ForeignObjects.REFUSED)).read();
    }

    private Object persistent(Object id) {
        if (!(id instanceof PickleTuple parts)) {
            throw new IllegalArgumentException("a persistent id that is " + PickleValues.kind(id));
        }
        if (parts.size() >= 2 && "module".equals(parts.get(0))) {
            return parts.get(1); // old files keep the source text of a class beside its name
        }
        TorchStorage fresh = TorchVocabulary.storage(file.toString(), parts);
        if (parts.size() > 5 && parts.get(5) != null) {
            throw new UnsupportedFeatureException(file
                    + ": it stores views of storages, which only PyTorch before 0.4 did: save it again");
        }
        TorchStorage known = storages.putIfAbsent(fresh.key(), fresh);
        if (known != null && (known.type() != fresh.type() || known.elements() != fresh.elements())) {
            throw new IllegalArgumentException("storage " + fresh.key() + " is described in two ways");
        }
        return known == null ? fresh : known;
    }

    private Checkpoint checkpoint(Object object) {
        StateTree tree = new StateTree(file, options);
        Map<String, StoredTensor> tensors = tree.tensors(object);
        notices.addAll(tree.notices());
        if (!refused.isEmpty()) {
            notices.add("objects of " + refused.size() + " foreign classes were left inert: "
                    + ClosestName.list(refused));
        }
        return new FileCheckpoint(file, channel, tensors, tree.metadata(), notices, List.copyOf(refused));
    }

    private ByteBuffer bounded(MappedStorage pickle) {
        if (pickle.byteCount() > LONGEST_PICKLE || pickle.byteCount() == 0) {
            throw new FormatException(file,
                    "a pickle of " + pickle.byteCount() + " bytes; 1 to " + LONGEST_PICKLE
                            + " are read (weights lie beside it, not in it)");
        }
        return pickle.read(0, (int) pickle.byteCount());
    }

    private String root(ZipDirectory zip) {
        String found = null;
        for (String name : zip.names()) {
            if (name.equals("data.pkl")
                    || name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/')) {
                if (found != null) {
                    throw new FormatException(file,
                            "the ZIP archive holds both " + found + "data.pkl and " + name);
                }
                found = name.substring(0, name.length() - "data.pkl".length());
            }
        }
        if (found == null) {
            throw new UnsupportedFeatureException(file
                    + ": a ZIP archive without data.pkl, so not written by torch.save; expected a PyTorch file, "
                    + "safetensors or Keras HDF5");
        }
        return found;
    }
}
