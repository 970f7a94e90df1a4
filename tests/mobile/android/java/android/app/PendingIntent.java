package android.app;

import android.content.Context;
import android.content.Intent;

/** Stand-in for Android's class: refuses what Android 12 refuses. */
public class PendingIntent {
    public static final int FLAG_UPDATE_CURRENT = 1 << 27;
    public static final int FLAG_IMMUTABLE = 1 << 26;
    public final Intent intent;
    private final int code;

    private PendingIntent(int code, Intent intent, int flags) {
        if ((flags & FLAG_IMMUTABLE) == 0) {
            throw new IllegalArgumentException("Targeting S+ requires FLAG_IMMUTABLE or FLAG_MUTABLE");
        }
        this.code = code;
        this.intent = intent;
    }

    public static PendingIntent getBroadcast(Context context, int code, Intent intent, int flags) {
        return new PendingIntent(code, intent, flags);
    }

    public static PendingIntent getActivity(Context context, int code, Intent intent, int flags) {
        return new PendingIntent(code, intent, flags);
    }

    /** Android takes two for the same that agree in code and action; extras do not count. */
    public String identity() {
        return code + " " + intent.getAction();
    }
}
