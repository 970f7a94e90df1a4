package android.app;

import java.util.Map;
import java.util.TreeMap;

/** Stand-in for Android's class: one alarm for each pending intent, exact ones only with permission. */
public class AlarmManager {
    public static final int RTC_WAKEUP = 0;
    public final Map<String, String> armed = new TreeMap<>();
    public boolean mayBeExact = true;

    public boolean canScheduleExactAlarms() {
        return mayBeExact;
    }

    public void setExactAndAllowWhileIdle(int type, long at, PendingIntent ring) {
        if (!mayBeExact) {
            throw new SecurityException("Caller needs to hold SCHEDULE_EXACT_ALARM");
        }
        armed.put(ring.identity(), "exact\t" + at + "\t" + ring.intent.getStringExtra("id"));
    }

    public void setAndAllowWhileIdle(int type, long at, PendingIntent ring) {
        armed.put(ring.identity(), "inexact\t" + at + "\t" + ring.intent.getStringExtra("id"));
    }

    public void cancel(PendingIntent ring) {
        armed.remove(ring.identity());
    }
}
