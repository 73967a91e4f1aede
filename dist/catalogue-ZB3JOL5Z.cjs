"use strict";exports.__esModule=!0;function _chunk3DEH6QGF(){const t=require("./chunk-3DEH6QGF.cjs");return _chunk3DEH6QGF=function(){return t},t}exports.catalogue=_chunk3DEH6QGF().catalogue;
