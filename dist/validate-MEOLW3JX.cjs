"use strict";exports.__esModule=!0;function _chunkKPWZBFAC(){const t=require("./chunk-KPWZBFAC.cjs");return _chunkKPWZBFAC=function(){return t},t}exports.validate=_chunkKPWZBFAC().validate;
