"use strict";exports.__esModule=!0;function e(){const t=require("./chunk-7DO4P245.cjs");return e=function(){return t},t}exports.validate=e().validate;
