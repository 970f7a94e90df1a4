package android.graphics.drawable;

/** Stand-in for Android's class. */
public class Icon {
}
