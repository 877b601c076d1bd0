// Stands in for the Zarr decompressors NiiVue can load (1.3 MB of WebAssembly). Engram's pages show NIfTI, MGH and
// GIfTI, which need none of them; whoever reaches this code asked the viewer for a Zarr store.
export default class MissingCodec {
  static fromConfig() {
    throw new Error("This viewer was built without Zarr decompressors: convert the image to NIfTI first.");
  }
}
