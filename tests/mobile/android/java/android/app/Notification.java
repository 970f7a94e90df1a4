package android.app;

import android.content.Context;
import android.graphics.drawable.Icon;
import java.util.ArrayList;
import java.util.List;

/** Stand-in for Android's class: as much as the receiver uses. */
public class Notification {
    public String channel;
    public CharSequence title;
    public CharSequence text;
    public final List<Action> actions = new ArrayList<>();

    /** Stand-in for Android's class. */
    public static class Builder {
        private final Notification made = new Notification();

        public Builder(Context context, String channel) {
            made.channel = channel;
        }

        public Builder setSmallIcon(int icon) {
            return this;
        }

        public Builder setContentTitle(CharSequence title) {
            made.title = title;
            return this;
        }

        public Builder setContentText(CharSequence text) {
            made.text = text;
            return this;
        }

        public Builder setAutoCancel(boolean cancel) {
            return this;
        }

        public Builder setContentIntent(PendingIntent intent) {
            return this;
        }

        public Builder addAction(Action action) {
            made.actions.add(action);
            return this;
        }

        public Notification build() {
            return made;
        }
    }

    /** Stand-in for Android's class. */
    public static class Action {
        public CharSequence title;
        public PendingIntent actionIntent;

        /** Stand-in for Android's class. */
        public static class Builder {
            private final Action made = new Action();

            public Builder(Icon icon, CharSequence title, PendingIntent intent) {
                made.title = title;
                made.actionIntent = intent;
            }

            public Action build() {
                return made;
            }
        }
    }
}
