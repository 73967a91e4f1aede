"use strict";exports.__esModule=!0;function e(){const t=require("./chunk-ESEWAVOI.cjs");return e=function(){return t},t}exports.validate=e().validate;
