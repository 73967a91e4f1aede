"use strict";exports.__esModule=!0,exports.insertLine=x;function u(){const t=require("./chunk-7DO4P245.cjs");return u=function(){return t},t}function x(t,n,e){const{file:r,root:i}=t,c=i.kind==="map"?i.entries[0]:void 0;if(!c||r.text.charAt(i.span.start)==="{")return;const s=(0,u().entryOf)(i,n),o=l(r.text,(s??c).keySpan.start),a=s?d(r.text,Math.max(s.keySpan.end,s.value.span.end)):v(t);if(o===void 0||a===void 0)return;const f=/\r?\n/.exec(r.text)?.[0]??`
`;return{span:{start:a,end:a},text:`${o}${e}${f}`}}function l(t,n){const e=t.slice(t.lastIndexOf(`
`,n-1)+1,n).replace(/^\uFEFF/,"");return/^ *$/.test(e)?e:void 0}function d(t,n){if(t.charAt(n-1)===`
`)return n;const e=t.indexOf(`
`,n);return e<0?void 0:e+1}function v({file:t,top:n}){return t.text.startsWith("---",n.start)?d(t.text,n.start+3):n.start}
