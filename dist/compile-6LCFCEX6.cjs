"use strict";exports.__esModule=!0;function u(){const e=require("./chunk-2HST3HED.cjs");return u=function(){return e},e}exports.compile=u().compile,exports.isSound=u().isSound;
