"use strict";exports.__esModule=!0;function u(){const t=require("./chunk-H4TZGX4S.cjs");return u=function(){return t},t}exports.catalogue=u().catalogue;
