"use strict";exports.__esModule=!0;function e(){const t=require("./chunk-YE2QOAPB.cjs");return e=function(){return t},t}exports.validate=e().validate;
