package android.app;

/** Stand-in for Android's class. */
public class NotificationChannel {
    final String id;

    public NotificationChannel(String id, CharSequence name, int importance) {
        this.id = id;
    }
}
