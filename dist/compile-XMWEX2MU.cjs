"use strict";exports.__esModule=!0;function u(){const e=require("./chunk-M7Z2SMTH.cjs");return u=function(){return e},e}exports.compile=u().compile,exports.isSound=u().isSound;
