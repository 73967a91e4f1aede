"use strict";exports.__esModule=!0;function _chunk22H74XNY(){const t=require("./chunk-22H74XNY.cjs");return _chunk22H74XNY=function(){return t},t}exports.catalogue=_chunk22H74XNY().catalogue;
