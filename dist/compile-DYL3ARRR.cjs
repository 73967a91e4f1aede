"use strict";exports.__esModule=!0;function u(){const e=require("./chunk-UR5ISK4Q.cjs");return u=function(){return e},e}exports.compile=u().compile,exports.isSound=u().isSound;
