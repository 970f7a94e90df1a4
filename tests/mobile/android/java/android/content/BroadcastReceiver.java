package android.content;

/** Stand-in for Android's class. */
public abstract class BroadcastReceiver {
    public abstract void onReceive(Context context, Intent intent);
}
