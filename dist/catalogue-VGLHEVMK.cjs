"use strict";exports.__esModule=!0;function _chunkJMKDSRMP(){const t=require("./chunk-JMKDSRMP.cjs");return _chunkJMKDSRMP=function(){return t},t}exports.catalogue=_chunkJMKDSRMP().catalogue;
