"use strict";exports.__esModule=!0;function e(){const t=require("./chunk-H4TZGX4S.cjs");return e=function(){return t},t}exports.validate=e().validate;
