"use strict";exports.__esModule=!0;function e(){const t=require("./chunk-JSZXBO3F.cjs");return e=function(){return t},t}exports.validate=e().validate;
