"use strict";exports.__esModule=!0,exports.rules=rules;function _chunkJMKDSRMP(){const n=require("./chunk-JMKDSRMP.cjs");return _chunkJMKDSRMP=function(){return n},n}function rules(n,r,o){if(n===void 0)return o.out(r.format==="json"?`${JSON.stringify(_chunkJMKDSRMP().catalogue,null,2)}
`:list()),_chunkJMKDSRMP().EXIT.ok;const t=_chunkJMKDSRMP().catalogue.find(e=>e.code===n);if(!t){const e=(0,_chunkJMKDSRMP().closeMatch)(n,_chunkJMKDSRMP().catalogue.map(u=>u.code));throw new(_chunkJMKDSRMP()).UsageError(`no rule "${n}"; ${e?`did you mean ${e}?`:"actdef rules lists all"}`)}return o.out(r.format==="json"?`${JSON.stringify(t,null,2)}
`:`${t.code} (${t.severity})

${t.summary}

${wrapped(t.rationale,Math.min(o.width,100))}
`),_chunkJMKDSRMP().EXIT.ok}function list(){const n=Math.max(..._chunkJMKDSRMP().catalogue.map(({code:r})=>r.length));return _chunkJMKDSRMP().catalogue.map(({code:r,severity:o,summary:t})=>`${r.padEnd(n)}  ${o.padEnd(7)}  ${t}
`).join("")}function wrapped(n,r){const o=[""];for(const t of n.split(" ")){const e=o.at(-1)??"";e!==""&&e.length+1+t.length>r?o.push(t):o[o.length-1]=e===""?t:`${e} ${t}`}return o.join(`
`)}
