"use strict";exports.__esModule=!0;function _chunkPCJ3KAT(){const t=require("./chunk-PCJ3KAT3.cjs");return _chunkPCJ3KAT=function(){return t},t}exports.validate=_chunkPCJ3KAT().validate;
