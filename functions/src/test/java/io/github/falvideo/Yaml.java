package io.github.falvideo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML as maps, lists and scalars; CloudFormation's {@code !Ref x} as a map from {@code Ref} to {@code x}. */
final class Yaml {
    private Yaml() {}

    @SuppressWarnings("unchecked") // every document of this project is a mapping
    static Map<String, Object> read(String text) {
        LoadSettings settings = LoadSettings.builder().build();
        return (Map<String, Object>) new Load(settings, new Functions(settings)).loadFromString(text);
    }

    static Map<String, Object> template() {
        try {
            return read(Files.readString(Path.of(System.getProperty("template"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The map at this place; empty when there is none. */
    @SuppressWarnings("unchecked") // keys are strings
    static Map<String, Object> map(Object value, String... path) {
        Object at = value;
        for (String step : path) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at instanceof Map ? (Map<String, Object>) at : Map.of();
    }

    private static final class Functions extends StandardConstructor {
        Functions(LoadSettings settings) {
            super(settings);
        }

        @Override
        protected Optional<ConstructNode> findConstructorFor(Node node) {
            String tag = node.getTag().getValue();
            return tag.startsWith("!")
                    ? Optional.of(marked -> Map.of(tag.substring(1), content(marked)))
                    : super.findConstructorFor(node);
        }

        private Object content(Node node) {
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            return node instanceof MappingNode mapping ? constructMapping(mapping) : ((ScalarNode) node).getValue();
        }
    }
}
