package android.app;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Stand-in for Android's class: shows nothing on a channel that was not made. */
public class NotificationManager {
    public static final int IMPORTANCE_HIGH = 4;
    public final Map<Integer, Notification> shown = new TreeMap<>();
    private final Set<String> channels = new HashSet<>();

    public void createNotificationChannel(NotificationChannel channel) {
        channels.add(channel.id);
    }

    public void notify(int number, Notification notification) {
        if (channels.contains(notification.channel)) {
            shown.put(number, notification);
        }
    }

    public void cancel(int number) {
        shown.remove(number);
    }
}
