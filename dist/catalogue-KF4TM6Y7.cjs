"use strict";exports.__esModule=!0;function u(){const t=require("./chunk-JSZXBO3F.cjs");return u=function(){return t},t}exports.catalogue=u().catalogue;
