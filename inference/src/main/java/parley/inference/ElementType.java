package parley.inference;

/** The element types that the models we know exchange. */
public enum ElementType {
    FLOAT,
    LONG,
    INT
}
