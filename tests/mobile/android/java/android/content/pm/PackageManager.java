package android.content.pm;

import android.content.Intent;

/** Stand-in for Android's class. */
public class PackageManager {
    public Intent getLaunchIntentForPackage(String name) {
        return new Intent("launch " + name);
    }
}
