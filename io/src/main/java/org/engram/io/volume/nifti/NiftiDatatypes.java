package org.engram.io.volume.nifti;

import java.util.Map;
import org.engram.io.volume.VoxelType;

/** The datatype codes of the header. */
final class NiftiDatatypes {
    private static final Map<Integer, VoxelType> SUPPORTED = Map.ofEntries(Map.entry(2, VoxelType.UINT8),
            Map.entry(4, VoxelType.INT16), Map.entry(8, VoxelType.INT32), Map.entry(16, VoxelType.FLOAT32),
            Map.entry(32, VoxelType.COMPLEX64), Map.entry(64, VoxelType.FLOAT64),
            Map.entry(128, VoxelType.RGB24), Map.entry(256, VoxelType.INT8), Map.entry(512, VoxelType.UINT16),
            Map.entry(768, VoxelType.UINT32), Map.entry(1024, VoxelType.INT64),
            Map.entry(1280, VoxelType.UINT64), Map.entry(1792, VoxelType.COMPLEX128),
            Map.entry(2304, VoxelType.RGBA32));
    private static final Map<Integer, String> KNOWN = Map.of(0, "unknown", 1, "binary (1 bit)", 1536,
            "float128 (128-bit float)", 2048, "complex256 (two 128-bit floats)");

    private NiftiDatatypes() {}

    /** @return the type, or null when Engram has none for that code */
    static VoxelType type(int code) {
        return SUPPORTED.get(code);
    }

    static int code(VoxelType type) {
        for (Map.Entry<Integer, VoxelType> entry : SUPPORTED.entrySet()) {
            if (entry.getValue() == type) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("no NIfTI datatype for " + type);
    }

    static String name(int code) {
        VoxelType type = type(code);
        return type == null
                ? KNOWN.getOrDefault(code, "not a NIfTI type")
                : type.name().toLowerCase(java.util.Locale.ROOT);
    }
}
