"use strict";exports.__esModule=!0;function u(){const t=require("./chunk-Q4TXW4A5.cjs");return u=function(){return t},t}exports.catalogue=u().catalogue;
