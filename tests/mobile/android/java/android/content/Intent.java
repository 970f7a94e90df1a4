package android.content;

import java.util.HashMap;
import java.util.Map;

/** Stand-in for Android's class: as much as the receiver uses. */
public class Intent {
    private final Map<String, String> extras = new HashMap<>();
    private String action;

    public Intent(String action) {
        this.action = action;
    }

    public Intent(Context context, Class<?> target) {
    }

    public Intent setAction(String action) {
        this.action = action;
        return this;
    }

    public String getAction() {
        return action;
    }

    public Intent putExtra(String name, String value) {
        extras.put(name, value);
        return this;
    }

    public String getStringExtra(String name) {
        return extras.get(name);
    }
}
