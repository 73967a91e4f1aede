"use strict";exports.__esModule=!0,exports.rules=rules;function _chunkH4TZGX4S(){const n=require("./chunk-H4TZGX4S.cjs");return _chunkH4TZGX4S=function(){return n},n}function rules(n,r,o){if(n===void 0)return o.out(r.format==="json"?`${JSON.stringify(_chunkH4TZGX4S().catalogue,null,2)}
`:list()),_chunkH4TZGX4S().EXIT.ok;const t=_chunkH4TZGX4S().catalogue.find(e=>e.code===n);if(!t){const e=(0,_chunkH4TZGX4S().closeMatch)(n,_chunkH4TZGX4S().catalogue.map(u=>u.code));throw new(_chunkH4TZGX4S()).UsageError(`no rule "${n}"; ${e?`did you mean ${e}?`:"actdef rules lists all"}`)}return o.out(r.format==="json"?`${JSON.stringify(t,null,2)}
`:`${t.code} (${t.severity})

${t.summary}

${wrapped(t.rationale,Math.min(o.width,100))}
`),_chunkH4TZGX4S().EXIT.ok}function list(){const n=Math.max(..._chunkH4TZGX4S().catalogue.map(({code:r})=>r.length));return _chunkH4TZGX4S().catalogue.map(({code:r,severity:o,summary:t})=>`${r.padEnd(n)}  ${o.padEnd(7)}  ${t}
`).join("")}function wrapped(n,r){const o=[""];for(const t of n.split(" ")){const e=o.at(-1)??"";e!==""&&e.length+1+t.length>r?o.push(t):o[o.length-1]=e===""?t:`${e} ${t}`}return o.join(`
`)}
