"""Import this first to run the screens without a display or a GPU, at one fixed size and scale.

Kivy reads its environment when it is first imported.
"""

import os

os.environ.update(
    SDL_VIDEODRIVER="offscreen",
    KIVY_NO_ARGS="1",
    KIVY_NO_FILELOG="1",
    KIVY_NO_CONFIG="1",
    KIVY_LOG_MODE="PYTHON",
    KIVY_METRICS_DENSITY="1",
    KIVY_METRICS_FONTSCALE="1",
    KIVY_DPI="160",
    KIVY_CLIPBOARD="dummy",
)
os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")

from kivy.config import Config

WIDTH, HEIGHT = 412, 915
for _name, _value in {"width": WIDTH, "height": HEIGHT, "multisamples": 0}.items():
    Config.set("graphics", _name, str(_value))
