package android.os;

/** Stand-in for Android's class. */
public class Build {
    /** Stand-in for Android's class. */
    public static class VERSION {
        public static int SDK_INT = 35;
    }
}
