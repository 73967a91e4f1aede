"use strict";exports.__esModule=!0;function e(){const t=require("./chunk-Q4TXW4A5.cjs");return e=function(){return t},t}exports.validate=e().validate;
