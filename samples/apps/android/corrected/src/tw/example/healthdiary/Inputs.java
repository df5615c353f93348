package tw.example.healthdiary;

import java.util.regex.Pattern;

/** What typed and received text must look like. */
final class Inputs {
    private static final Pattern NATIONAL_ID = Pattern.compile("[A-Z][12389][0-9]{8}");
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N} ]{1,40}");

    private Inputs() {}

    static boolean isNationalId(String text) {
        return NATIONAL_ID.matcher(text).matches() && Checksum.ofNationalId(text.getBytes()) == 0;
    }

    static boolean isSearch(String text) {
        return text != null && WORDS.matcher(text).matches();
    }
}
