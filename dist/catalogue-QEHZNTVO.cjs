"use strict";exports.__esModule=!0;function u(){const t=require("./chunk-ULXN2EXY.cjs");return u=function(){return t},t}exports.catalogue=u().catalogue;
