package org.mendly.app;

import android.app.AlarmManager;
import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.os.Build;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Rings for doses while the app does not run.
 *
 * <p>The app writes {@code doses.tsv}: epoch ms, id, text, and the words of three buttons (none: no buttons). This
 * class arms the alarms of the next two days; each ring arms the next ones. What is pressed on a notification is
 * appended to {@code inbox.log} (epoch ms, id, act), which the app takes up when it starts. No text here names a
 * medicine: a lock screen may show all of it.
 */
public final class DoseReceiver extends BroadcastReceiver {
    static final String DOSE = "org.mendly.app.DOSE";
    static final String TAKEN = "org.mendly.app.TAKEN";
    static final String LATER = "org.mendly.app.LATER";
    static final String SKIPPED = "org.mendly.app.SKIPPED";
    static final String ID = "id";
    static final String CHANNEL = "doses";
    static final String PLAN = "doses.tsv";
    static final String ARMED = "armed.tsv";
    static final String ANSWERS = "inbox.log";
    static final long AHEAD_MS = 48L * 3600 * 1000;
    static final long LATER_MS = 10L * 60 * 1000;
    static final int ASKS_FOR_EXACT_FROM = 31;

    @Override
    public void onReceive(Context context, Intent intent) {
        String action = intent.getAction();
        String id = intent.getStringExtra(ID);
        if (DOSE.equals(action)) {
            ring(context, id);
        } else if (TAKEN.equals(action)) {
            answer(context, id, "taken");
        } else if (SKIPPED.equals(action)) {
            answer(context, id, "skipped");
        } else if (LATER.equals(action)) {
            manager(context).cancel(number(id));
            arm(context, System.currentTimeMillis() + LATER_MS, id);
            return;
        }
        scheduleAll(context);
    }

    /** Arm what is planned for the next two days and not answered; take back what was armed and is not any more. */
    public static void scheduleAll(Context context) {
        long now = System.currentTimeMillis();
        Set<String> answered = rows(context, ANSWERS, 3).keySet();
        Set<String> armed = rows(context, ARMED, 2).keySet();
        StringBuilder arming = new StringBuilder();
        Set<String> wanted = new HashSet<>();
        for (String[] dose : rows(context, PLAN, 3).values()) {
            long at = Long.parseLong(dose[0]);
            if (at > now && at <= now + AHEAD_MS && !answered.contains(dose[1])) {
                arm(context, at, dose[1]);
                wanted.add(dose[1]);
                arming.append(at).append('\t').append(dose[1]).append('\n');
            }
        }
        AlarmManager alarms = (AlarmManager) context.getSystemService(Context.ALARM_SERVICE);
        for (String id : armed) {
            if (!wanted.contains(id)) {
                alarms.cancel(pending(context, DOSE, id));
            }
        }
        write(context, ARMED, arming.toString(), false);
    }

    private static void arm(Context context, long at, String id) {
        PendingIntent ring = pending(context, DOSE, id);
        AlarmManager alarms = (AlarmManager) context.getSystemService(Context.ALARM_SERVICE);
        if (Build.VERSION.SDK_INT < ASKS_FOR_EXACT_FROM || alarms.canScheduleExactAlarms()) {
            alarms.setExactAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, at, ring);
        } else {
            alarms.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, at, ring);
        }
    }

    private static void ring(Context context, String id) {
        String[] dose = rows(context, PLAN, 3).get(id);
        if (dose == null || rows(context, ANSWERS, 3).containsKey(id)) {
            return;
        }
        String name = context.getApplicationInfo().loadLabel(context.getPackageManager()).toString();
        manager(context).createNotificationChannel(
                new NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_HIGH));
        Notification.Builder builder = new Notification.Builder(context, CHANNEL)
                .setSmallIcon(context.getApplicationInfo().icon)
                .setContentTitle(name)
                .setContentText(dose[2])
                .setAutoCancel(true)
                .setContentIntent(open(context));
        if (dose.length >= 6) {
            builder.addAction(button(context, TAKEN, id, dose[3]));
            builder.addAction(button(context, LATER, id, dose[4]));
            builder.addAction(button(context, SKIPPED, id, dose[5]));
        }
        manager(context).notify(number(id), builder.build());
    }

    private static void answer(Context context, String id, String act) {
        manager(context).cancel(number(id));
        write(context, ANSWERS, System.currentTimeMillis() + "\t" + id + "\t" + act + "\n", true);
    }

    /** The rows of a file by their id; one that a crash cut short is left out, a missing file has none. */
    private static Map<String, String[]> rows(Context context, String name, int columns) {
        Map<String, String[]> rows = new LinkedHashMap<>();
        File file = new File(context.getFilesDir(), name);
        if (!file.exists()) {
            return rows;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split("\t");
                if (parts.length >= columns && parts[0].matches("\\d{1,18}")) {
                    rows.put(parts[1], parts);
                }
            }
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
        return rows;
    }

    private static void write(Context context, String name, String text, boolean append) {
        try (FileOutputStream out = new FileOutputStream(new File(context.getFilesDir(), name), append)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static Notification.Action button(Context context, String action, String id, String label) {
        return new Notification.Action.Builder(null, label, pending(context, action, id)).build();
    }

    private static PendingIntent pending(Context context, String action, String id) {
        Intent intent = new Intent(context, DoseReceiver.class).setAction(action).putExtra(ID, id);
        int flags = PendingIntent.FLAG_IMMUTABLE | PendingIntent.FLAG_UPDATE_CURRENT;
        return PendingIntent.getBroadcast(context, number(id), intent, flags);
    }

    private static PendingIntent open(Context context) {
        Intent launch = context.getPackageManager().getLaunchIntentForPackage(context.getPackageName());
        return PendingIntent.getActivity(context, 0, launch, PendingIntent.FLAG_IMMUTABLE);
    }

    private static NotificationManager manager(Context context) {
        return (NotificationManager) context.getSystemService(Context.NOTIFICATION_SERVICE);
    }

    private static int number(String id) {
        return id.hashCode();
    }
}
