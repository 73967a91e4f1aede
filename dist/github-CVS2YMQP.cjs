"use strict";exports.__esModule=!0,exports.renderGithub=void 0;function s(){const e=require("./chunk-WKSMII2T.cjs");return s=function(){return e},e}function u(){const e=require("./chunk-7DO4P245.cjs");return u=function(){return e},e}var p=(e,t)=>[...(0,s().byFile)(e)].map(([n,r])=>{const l=r.map(o=>`${$(o,t)}
`).join("");return`::group::${c(t.showPath(n))}
${l}::endgroup::
`}).join("");exports.renderGithub=p;function $(e,t){const n=(0,u().positionAt)(e.file,e.span.start),r=(0,u().positionAt)(e.file,e.span.end),l=r.line===n.line?`,col=${n.column},endColumn=${r.column}`:"",o=`file=${a(t.showPath(e.file))},line=${n.line},endLine=${r.line}${l},title=${a(e.code)}`,i=e.help?`${e.message}
${e.help}`:e.message;return`::${e.severity} ${o}::${c(i)}`}function c(e){return e.replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function a(e){return c(e).replaceAll(":","%3A").replaceAll(",","%2C")}
