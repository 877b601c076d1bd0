/**
 * Official weights: which there are ({@link org.engram.nn.models.ModelRegistry}), where they lie on this machine
 * ({@link org.engram.nn.models.ModelStore}), and how they get there. Weights are never part of Engram and never fetched
 * unless somebody asks for them by name.
 *
 * <pre>{@code
 * OfficialModel model = ModelRegistry.builtIn().model("labram-base");
 * ModelStore store = ModelStore.standard();
 * store.download(model, ModelDownload.builder().build(), Trust.PINNED_ONLY);
 * Path weights = store.file(model, "labram-base.pth");
 * }</pre>
 */
package org.engram.nn.models;
