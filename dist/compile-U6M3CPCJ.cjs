"use strict";exports.__esModule=!0;function u(){const e=require("./chunk-TNXZEG2A.cjs");return u=function(){return e},e}exports.compile=u().compile,exports.isSound=u().isSound;
