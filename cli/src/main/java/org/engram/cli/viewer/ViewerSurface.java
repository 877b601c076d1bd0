package org.engram.cli.viewer;

import java.util.List;

/**
 * A surface with values on its vertices.
 *
 * @param geometry the mesh: GIfTI ({@code .surf.gii}), FreeSurfer geometry, PLY, OBJ or STL; its colours and range
 *     are not used
 * @param layers values per vertex, drawn in this order; each as long as the mesh has vertices
 */
public record ViewerSurface(ViewerImage geometry, List<ViewerImage> layers) {
    /** Copies the list. */
    public ViewerSurface {
        layers = List.copyOf(layers);
    }

    /**
     * @param geometry the mesh
     * @return a bare surface
     */
    public static ViewerSurface of(ViewerImage geometry) {
        return new ViewerSurface(geometry, List.of());
    }
}
