"use strict";exports.__esModule=!0;function u(){const t=require("./chunk-7DO4P245.cjs");return u=function(){return t},t}exports.catalogue=u().catalogue;
