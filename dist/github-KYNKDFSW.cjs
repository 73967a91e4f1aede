"use strict";exports.__esModule=!0,exports.renderGithub=void 0;function _chunkXDU377ZZ(){const e=require("./chunk-XDU377ZZ.cjs");return _chunkXDU377ZZ=function(){return e},e}function _chunkPCJ3KAT(){const e=require("./chunk-PCJ3KAT3.cjs");return _chunkPCJ3KAT=function(){return e},e}var renderGithub=(e,t)=>[...(0,_chunkXDU377ZZ().byFile)(e)].map(([n,r])=>{const o=r.map(l=>`${annotation(l,t)}
`).join("");return`::group::${escapeData(t.showPath(n))}
${o}::endgroup::
`}).join("");exports.renderGithub=renderGithub;function annotation(e,t){const n=(0,_chunkPCJ3KAT().positionAt)(e.file,e.span.start),r=(0,_chunkPCJ3KAT().positionAt)(e.file,e.span.end),o=r.line===n.line?`,col=${n.column},endColumn=${r.column}`:"",l=`file=${escapeProperty(t.showPath(e.file))},line=${n.line},endLine=${r.line}${o},title=${escapeProperty(e.code)}`,c=e.help?`${e.message}
${e.help}`:e.message;return`::${e.severity} ${l}::${escapeData(c)}`}function escapeData(e){return e.replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function escapeProperty(e){return escapeData(e).replaceAll(":","%3A").replaceAll(",","%2C")}
