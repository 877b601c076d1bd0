package org.engram.nn.models.networks;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;
import org.engram.nn.models.ModelRegistry;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;

/** Every network for official weights that the modules present define. */
public final class PublishedNetworks {
    private PublishedNetworks() {}

    /**
     * @return all, in the order of the modules
     * @throws EngramException when two say they are the same part of the same model
     */
    public static List<PublishedNetwork> all() {
        List<PublishedNetwork> all = ServiceLoader.load(PublishedNetworkProvider.class).stream()
                .flatMap(provider -> provider.get().networks().stream()).toList();
        Set<String> seen = new HashSet<>();
        for (PublishedNetwork network : all) {
            if (!seen.add(network.toString())) {
                throw new EngramException("two modules define the network of " + network);
            }
        }
        return all;
    }

    /**
     * @param model the name of a model in the registry
     * @return its networks, one for each part; none where Engram has no network for it yet
     */
    public static List<PublishedNetwork> of(String model) {
        return all().stream().filter(network -> network.model().equals(model)).toList();
    }

    /**
     * @param model the name of a model in the registry
     * @param part which of its networks
     * @return that network
     * @throws EngramException when there is none, with those there are
     */
    public static PublishedNetwork of(String model, String part) {
        List<PublishedNetwork> parts = required(model);
        return parts.stream().filter(network -> network.part().equals(part)).findFirst()
                .orElseThrow(() -> new EngramException("the model " + model + " has no part \"" + part
                        + "\": "
                        + ClosestName.hint(part, parts.stream().map(PublishedNetwork::part).toList())));
    }

    /**
     * Opens a model that is one network.
     *
     * @param store where its weights lie
     * @param model its name in the registry that comes with Engram
     * @param manager owns the parameters and says on which device they live
     * @return the network with its weights
     * @throws EngramException when the model has several networks (their names are in the message) or none, when its
     * weights are not in the store, or when they do not fit
     * @throws IOException if the weights cannot be read
     */
    public static OpenedNetwork open(ModelStore store, String model, NDManager manager) throws IOException {
        List<PublishedNetwork> parts = required(model);
        if (parts.size() > 1) {
            throw new EngramException("the model " + model + " has several networks: choose one of "
                    + parts.stream().map(PublishedNetwork::part).collect(Collectors.joining(", ")));
        }
        return parts.get(0).open(store, manager);
    }

    private static List<PublishedNetwork> required(String model) {
        OfficialModel known = ModelRegistry.builtIn().model(model);
        List<PublishedNetwork> parts = of(known.name());
        if (parts.isEmpty()) {
            throw new EngramException(
                    "no module present has a network for " + model + " (" + known.title() + ")");
        }
        return parts;
    }
}
