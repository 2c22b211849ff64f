package io.faultline.app.admin.api;

/**
 * One thing that a request may say beside its body.
 *
 * @param place where it stands
 * @param example as one would write it
 */
public record Parameter(String name, Place place, String doc, String example) {

    /** Where parameters stand. */
    public enum Place {
        PATH,
        QUERY
    }

    public static Parameter inPath(String name, String doc, String example) {
        return new Parameter(name, Place.PATH, doc, example);
    }

    public static Parameter inQuery(String name, String doc, String example) {
        return new Parameter(name, Place.QUERY, doc, example);
    }
}
