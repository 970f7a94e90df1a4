import android.app.Notification;
import android.content.Context;
import android.content.Intent;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import org.mendly.app.DoseReceiver;

/** Carries out the lines of standard input on one receiver, then tells what is armed and shown. */
public final class Harness {
    public static void main(String[] arguments) throws IOException {
        Context context = new Context(new File(arguments[0]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            carryOut(context, line.split(" "));
        }
        for (String alarm : context.alarms.armed.values()) {
            System.out.println("alarm\t" + alarm);
        }
        for (Notification notification : context.notifications.shown.values()) {
            System.out.print("shown\t" + notification.title + "\t" + notification.text);
            for (Notification.Action action : notification.actions) {
                System.out.print("\t" + action.title + "=" + action.actionIntent.intent.getAction());
            }
            System.out.println();
        }
    }

    private static void carryOut(Context context, String[] command) {
        if (command[0].equals("plan")) {
            DoseReceiver.scheduleAll(context);
        } else if (command[0].equals("inexact")) {
            context.alarms.mayBeExact = false;
        } else {
            Intent intent = new Intent(command[0]);
            if (command.length > 1) {
                intent.putExtra("id", command[1]);
            }
            new DoseReceiver().onReceive(context, intent);
        }
    }
}
