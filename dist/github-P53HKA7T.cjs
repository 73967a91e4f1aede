"use strict";exports.__esModule=!0,exports.renderGithub=void 0;function _chunkNRFKFA4D(){const e=require("./chunk-NRFKFA4D.cjs");return _chunkNRFKFA4D=function(){return e},e}function _chunkH4TZGX4S(){const e=require("./chunk-H4TZGX4S.cjs");return _chunkH4TZGX4S=function(){return e},e}var renderGithub=(e,t)=>[...(0,_chunkNRFKFA4D().byFile)(e)].map(([n,r])=>{const o=r.map(l=>`${annotation(l,t)}
`).join("");return`::group::${escapeData(t.showPath(n))}
${o}::endgroup::
`}).join("");exports.renderGithub=renderGithub;function annotation(e,t){const n=(0,_chunkH4TZGX4S().positionAt)(e.file,e.span.start),r=(0,_chunkH4TZGX4S().positionAt)(e.file,e.span.end),o=r.line===n.line?`,col=${n.column},endColumn=${r.column}`:"",l=`file=${escapeProperty(t.showPath(e.file))},line=${n.line},endLine=${r.line}${o},title=${escapeProperty(e.code)}`,c=e.help?`${e.message}
${e.help}`:e.message;return`::${e.severity} ${l}::${escapeData(c)}`}function escapeData(e){return e.replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function escapeProperty(e){return escapeData(e).replaceAll(":","%3A").replaceAll(",","%2C")}
