"use strict";exports.__esModule=!0,exports.renderCompact=void 0;function n(){const e=require("./chunk-P6YGQLT7.cjs");return n=function(){return e},e}function t(){const e=require("./chunk-WKSMII2T.cjs");return t=function(){return e},e}var c=(e,u)=>e.map(r=>`${(0,n().printable)(`${(0,t().place)(r,u)}: ${r.severity}[${r.code}]: ${r.message}`)}
`).join("");exports.renderCompact=c;
