"use strict";exports.__esModule=!0;function _chunkH4TZGX4S(){const t=require("./chunk-H4TZGX4S.cjs");return _chunkH4TZGX4S=function(){return t},t}exports.validate=_chunkH4TZGX4S().validate;
