"use strict";exports.__esModule=!0,exports.insertLine=insertLine;function _chunkH4TZGX4S(){const t=require("./chunk-H4TZGX4S.cjs");return _chunkH4TZGX4S=function(){return t},t}function insertLine(t,n,e){const{file:r,root:i}=t,c=i.kind==="map"?i.entries[0]:void 0;if(!c||r.text.charAt(i.span.start)==="{")return;const s=(0,_chunkH4TZGX4S().entryOf)(i,n),o=indentOf(r.text,(s??c).keySpan.start),a=s?lineAfter(r.text,Math.max(s.keySpan.end,s.value.span.end)):firstLine(t);if(o===void 0||a===void 0)return;const u=/\r?\n/.exec(r.text)?.[0]??`
`;return{span:{start:a,end:a},text:`${o}${e}${u}`}}function indentOf(t,n){const e=t.slice(t.lastIndexOf(`
`,n-1)+1,n).replace(/^\uFEFF/,"");return/^ *$/.test(e)?e:void 0}function lineAfter(t,n){if(t.charAt(n-1)===`
`)return n;const e=t.indexOf(`
`,n);return e<0?void 0:e+1}function firstLine({file:t,top:n}){return t.text.startsWith("---",n.start)?lineAfter(t.text,n.start+3):n.start}
