"use strict";exports.__esModule=!0,exports.entriesInKeyOrder=r,exports.inKeyOrder=i;function r(e){return Object.entries(e).sort(([n],[t])=>n<t?-1:1)}function i(e){return Object.fromEntries(r(e))}
