"use strict";exports.__esModule=!0;function _chunkULFGY6C(){const t=require("./chunk-ULFGY6C5.cjs");return _chunkULFGY6C=function(){return t},t}exports.catalogue=_chunkULFGY6C().catalogue;
