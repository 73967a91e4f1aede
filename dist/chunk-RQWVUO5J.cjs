"use strict";exports.__esModule=!0,exports.UNITS_FOLDER=void 0;var e=exports.UNITS_FOLDER="systemd/generated";
