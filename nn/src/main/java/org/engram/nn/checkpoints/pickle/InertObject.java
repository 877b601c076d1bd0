package org.engram.nn.checkpoints.pickle;

import java.util.List;

/** What stands for an object of a class that is not data: its name and what the pickle would have given to it. */
public final class InertObject implements Stateful {
    private final String type;
    private final List<Object> arguments;
    private Object state;

    InertObject(String type, List<Object> arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    /** @return the Python name of its class or of the function that would have made it */
    public String type() {
        return type;
    }

    /** @return what the function would have been called with; data or further inert objects */
    public List<Object> arguments() {
        return arguments;
    }

    /** @return what the object would have been filled with, usually its attributes as a map; null if nothing */
    public Object state() {
        return state;
    }

    @Override
    public void setState(Object value) { state = value; }

    @Override
    public String toString() {
        return "inert " + type;
    }
}
