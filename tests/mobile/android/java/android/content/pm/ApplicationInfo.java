package android.content.pm;

/** Stand-in for Android's class. */
public class ApplicationInfo {
    public int icon = 7;

    public CharSequence loadLabel(PackageManager packages) {
        return "Mendly";
    }
}
