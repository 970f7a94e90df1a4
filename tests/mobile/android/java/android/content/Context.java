package android.content;

import android.app.AlarmManager;
import android.app.NotificationManager;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageManager;
import java.io.File;

/** Stand-in for Android's class: as much as the receiver uses. */
public class Context {
    public static final String ALARM_SERVICE = "alarm";
    public static final String NOTIFICATION_SERVICE = "notification";
    public final AlarmManager alarms = new AlarmManager();
    public final NotificationManager notifications = new NotificationManager();
    private final File folder;

    public Context(File folder) {
        this.folder = folder;
    }

    public File getFilesDir() {
        return folder;
    }

    public Object getSystemService(String name) {
        return ALARM_SERVICE.equals(name) ? alarms : notifications;
    }

    public ApplicationInfo getApplicationInfo() {
        return new ApplicationInfo();
    }

    public PackageManager getPackageManager() {
        return new PackageManager();
    }

    public String getPackageName() {
        return "org.mendly.app";
    }
}
